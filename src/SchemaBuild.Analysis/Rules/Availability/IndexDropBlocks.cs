using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Fixes;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Rules;

/// <summary>An index is dropped while nobody can use its table.</summary>
/// <remarks>https://www.postgresql.org/docs/current/sql-dropindex.html. It is quick, but it waits behind every query, and every query behind it.</remarks>
internal sealed class IndexDropBlocks : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB1004", "index-drop-blocks", Severity.Error, "An index is dropped under ACCESS EXCLUSIVE") { HasFix = true };

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var loss in statement.Effects.Losses)
        {
            if (loss is not { Kind: LossKind.Drop, Object: Catalog.Index index } || index.CreatedBy == statement.Transaction) continue;
            var table = statement.Before.Catalog.Find(index.Table) as Relation;
            // PostgreSQL can neither build nor drop the index of a partitioned table concurrently.
            if (table is not null && (statement.IsNew(table) || table.Kind == RelationKind.PartitionedTable || statement.Effects.LockOn(table) != LockMode.AccessExclusive)) continue;
            var remedy = new Remedy("Write DROP INDEX CONCURRENTLY, one index for each statement; the runner sends it outside a transaction.", $"DROP INDEX CONCURRENTLY {index.Name.ToSql()};")
            {
                Rewrite = statement.Tree is DropStmt ? () => Rewrites.DropConcurrently(statement.Statement) : null,
            };
            var name = table?.Name.ToString() ?? "its table, which no migration shows,";
            var message = $"DROP INDEX {index.Name.Name} holds ACCESS EXCLUSIVE on {name}: it waits for every query that runs there, and every read and write that comes after waits behind it.{remedy.Sentence()}";
            if (table is null) findings.Add(statement.Statement, message, remedy, lockName: LockMode.AccessExclusive.PgName());
            else findings.Add(statement, table, message, remedy);
        }
    }
}
