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

                held.AddRange(statement.StrongLocks.Where(locked => !HeldLocks.IsDropped(statement, locked.Relation)).Select(locked => (locked, statement)));
            }
        }
    }

    /// <summary>What is before the change of rows, the change, and what is behind it.</summary>
    private static Remedy Split(ReplayedFile file, IReadOnlyList<AnalyzedStatement> transaction, AnalyzedStatement at)
    {
        const string Advice = "Change the schema in one migration and the rows in a later one.";
        if (file.File.Statements.Count != transaction.Count) return new Remedy(Advice);
        var index = transaction.TakeWhile(statement => statement != at).Count();
        return new Remedy(Advice, [.. new[] { transaction.Take(index), [at], transaction.Skip(index + 1) }.Select(Text).Where(text => text.Length > 0)]);
    }

    private static string Text(IEnumerable<AnalyzedStatement> statements) => string.Join('\n', statements.Select(statement => statement.Statement.Sql + ";"));
}
