using System.Collections.Immutable;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE INDEX: SHARE while it is built, SHARE UPDATE EXCLUSIVE if built concurrently.</summary>
internal sealed class CreateIndex : StatementModel<IndexStmt>
{
    protected override string Kind(IndexStmt statement) => "CREATE_INDEX";

    protected override bool RefusesTransaction(IndexStmt statement, Execution execution) => statement.Concurrent;

    protected override void Execute(IndexStmt statement, Execution execution)
    {
        var table = execution.GetRelation(statement.Relation!);
        if (table.Kind == RelationKind.PartitionedTable && statement.Concurrent)
            throw new RefusedException("0A000", $"cannot create index on partitioned table \"{table.Name.Name}\" concurrently");

        var builder = new TableBuilder(execution);
        var name = statement.Idxname.Length > 0
            ? table.Name with { Name = Identifier.Truncate(statement.Idxname) }
            : builder.FreeName(table.Name.Schema, table.Name.Name, NameOfKeys(statement), "idx");
        // Where the migrations do not show the table, only the server knows which schema it is in.
        execution.Target = (table.IsAssumed ? name with { Schema = statement.Relation!.Schemaname } : name).ToSql();
        execution.Lock(table, statement.Concurrent ? LockMode.ShareUpdateExclusive : LockMode.Share);
        if (execution.Catalog.Find(NameSpace.Relation, name) is { } existing)
        {
            if (statement.IfNotExists) return;
            if (!existing.IsAssumed) throw new RefusedException("42P07", $"relation \"{name.Name}\" already exists");
            execution.Remove(existing);
        }

        var cause = new Cause($"Building {name.Name}", _ => Concurrently(statement, execution, table));
        foreach (var target in statement.Relation!.Inh && table.Kind == RelationKind.PartitionedTable ? execution.WithDescendants(table) : [table])
        {
            execution.Lock(target, statement.Concurrent ? LockMode.ShareUpdateExclusive : LockMode.Share);
            if (target.Kind is RelationKind.Table or RelationKind.MaterializedView)
                execution.BuildIndex(target, name.Name, cause, statement.Concurrent);
            builder.AddIndex(target.Id, Describe(statement, target, target.Id == table.Id ? name : builder.FreeName(target.Name.Schema, target.Name.Name, NameOfKeys(statement), "idx")));
        }
    }

    private static Index Describe(IndexStmt statement, Relation table, QualifiedName name)
    {
        var keys = statement.IndexParams.OfType<IndexElem>().ToList();
        return new Index
        {
            Name = name,
            Table = table.Id,
            AccessMethod = statement.AccessMethod.Length > 0 ? statement.AccessMethod : "btree",
            IsUnique = statement.Unique,
            IsValid = statement.Relation!.Inh || table.Kind != RelationKind.PartitionedTable,
            IsPartial = statement.WhereClause is not null,
            KeyColumns = [.. keys.Select(key => key.Name.Length > 0 ? table.FindColumn(key.Name)?.Number ?? 0 : 0)],
            UsedColumns = UsedColumns(statement, keys, table),
            Definition = statement,
        };
    }

    private static ImmutableArray<int> UsedColumns(IndexStmt statement, List<IndexElem> keys, Relation table)
    {
        var named = keys.Concat(statement.IndexIncludingParams.OfType<IndexElem>()).Select(key => key.Name);
        return
        [
            .. TableBuilder.Columns(table, named.Where(key => key.Length > 0))
                .Concat(keys.SelectMany(key => ColumnReferences.Of(key.Expr, table)))
                .Concat(ColumnReferences.Of(statement.WhereClause, table))
                .Distinct()
                .Order(),
        ];
    }

    private static string NameOfKeys(IndexStmt statement) =>
        string.Join("_", statement.IndexParams.OfType<IndexElem>().Select(key => key.Name.Length > 0 ? key.Name : key.Expr is FuncCall call ? NodeNames.Text(call.Funcname[^1]) : "expr"));

    private static Remedy Concurrently(IndexStmt statement, Execution execution, Relation table)
    {
        if (table.Kind == RelationKind.PartitionedTable)
        {
            return new Remedy(
                "Create it ON ONLY the partitioned table, build the index of each partition with CREATE INDEX CONCURRENTLY, and attach them with ALTER INDEX … ATTACH PARTITION.");
        }

        var sql = execution.Statement.Sql;
        var at = sql.IndexOf("INDEX", StringComparison.OrdinalIgnoreCase) + "INDEX".Length;
        return new Remedy(
            "Write CREATE INDEX CONCURRENTLY; the file then runs outside a transaction.",
            $"{sql[..at]} CONCURRENTLY{sql[at..]};");
    }
}
