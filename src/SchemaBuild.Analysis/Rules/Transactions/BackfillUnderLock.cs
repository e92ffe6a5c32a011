using SchemaBuild.PgQuery.Nodes;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>Existing rows are changed or copied while a table is locked by the same transaction.</summary>
internal sealed class BackfillUnderLock : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB4004", "backfill-under-lock", Severity.Warning, "Rows are changed while the same transaction locks a table");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        foreach (var transaction in file.Transactions)
        {
            var held = new List<(LockEffect Lock, AnalyzedStatement By)>();
            foreach (var statement in transaction)
            {
                // In a block the lock may come before the change, all in one statement.
                var own = statement.Tree is DoStmt ? statement.StrongLocks.Where(locked => !HeldLocks.IsDropped(statement, locked.Relation)).ToList() : [];
                var change = statement.Effects.RowChanges.Find(change => change.Scope != RowScope.Bounded && (change.Command == RowCommand.Insert || !statement.IsNew(change.Relation)));
                if (change is not null && held.Count > 0)
                {
                    var (locked, by) = held.Find(one => one.Lock.Relation.Id == change.Relation.Id) is { By: not null } same ? same : held[0];
                    findings.Add(
                        statement.Statement,
                        $"Line {by.Statement.StartPosition.Line} holds {locked.Mode.SqlName()} on {locked.Relation.Name} until the transaction ends, so {locked.Mode.Blocked()} on it waits until the rows of {change.Relation.Name} are "
                        + "written here. Change the schema in one migration and the rows in a later one.",
                        Split(file, transaction, statement),
                        [change.Relation.Name.ToString(), .. locked.Relation.Id == change.Relation.Id ? Array.Empty<string>() : [locked.Relation.Name.ToString()]],
                        locked.Mode.PgName(),
                        change.Place);
                    break;
                }

                if (change is { Place: { } place } && held.Count == 0 && own.Find(locked => locked.Place is { } before && before.Start < place.Start) is { Place: { } at } inside)
                {
                    var line = statement.Statement.File.Source.PositionOf(at.Start).Line;
                    findings.Add(
                        statement.Statement,
                        $"Line {line} holds {inside.Mode.SqlName()} on {inside.Relation.Name} until the transaction ends, so {inside.Mode.Blocked()} on it waits until the rows of {change.Relation.Name} are "
                        + "written here. Change the schema in one migration and the rows in a later one.",
                        new Remedy(Advice),
                        [change.Relation.Name.ToString(), .. inside.Relation.Id == change.Relation.Id ? Array.Empty<string>() : [inside.Relation.Name.ToString()]],
                        inside.Mode.PgName(),
                        change.Place);
                    break;
                }

                if (held.Count > 0 && statement.Effects.Fills is [var filled, ..] && Source(statement) is { } source)
                {
                    var (locked, by) = held.Find(one => one.Lock.Relation.Id == source.Id) is { By: not null } same ? same : held[0];
                    findings.Add(
                        statement.Statement,
                        $"Line {by.Statement.StartPosition.Line} holds {locked.Mode.SqlName()} on {locked.Relation.Name} until the transaction ends, so {locked.Mode.Blocked()} on it waits until {filled.Name} is filled from {source.Name} here. "
                        + "Change the schema in one migration and copy the rows in another one.",
                        Split(file, transaction, statement),
                        [filled.Name.ToString(), locked.Relation.Name.ToString()],
                        locked.Mode.PgName());
                    break;
                }

                held.AddRange(statement.StrongLocks.Where(locked => !HeldLocks.IsDropped(statement, locked.Relation)).Select(locked => (locked, statement)));
            }
        }
    }

    private const string Advice = "Change the schema in one migration and the rows in a later one.";

    /// <summary>A table in use that a query reads.</summary>
    private static Relation? Source(AnalyzedStatement statement) => statement.Effects.Locks
        .FirstOrDefault(locked => locked is { Mode: LockMode.AccessShare, Relation.Kind: RelationKind.Table or RelationKind.PartitionedTable or RelationKind.MaterializedView } && !statement.IsNew(locked.Relation))?.Relation;

    /// <summary>What is before the change of rows, the change, and what is behind it.</summary>
    private static Remedy Split(ReplayedFile file, List<AnalyzedStatement> transaction, AnalyzedStatement at)
    {
        if (file.File.Statements.Count != transaction.Count) return new Remedy(Advice);
        var index = transaction.TakeWhile(statement => statement != at).Count();
        return new Remedy(Advice, [.. new[] { transaction.Take(index), [at], transaction.Skip(index + 1) }.Select(Text).Where(text => text.Length > 0)]);
    }

    private static string Text(IEnumerable<AnalyzedStatement> statements) => string.Join('\n', statements.Select(statement => statement.Statement.Sql + ";"));
}
