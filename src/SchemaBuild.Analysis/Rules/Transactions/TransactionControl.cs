using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>BEGIN and COMMIT that are not a pair, so that a file is applied in other parts than it seems.</summary>
/// <remarks>https://www.postgresql.org/docs/current/sql-begin.html#id-1.9.3.8.7 and sql-commit.html.</remarks>
internal sealed class TransactionControl : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB4013", "transaction-control", Severity.Warning, "BEGIN and COMMIT are not a pair");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        foreach (var (statement, fault, begin) in file.Controls) findings.Add(statement, Message(statement, fault, begin?.StartPosition.Line ?? 0, file));
    }

    private static string Message(Sources.SqlStatement statement, ControlFault fault, int begin, ReplayedFile file) => fault switch
    {
        ControlFault.Nested =>
            $"A transaction is open since line {begin}, and PostgreSQL does not nest them: this does nothing but warn, and the next COMMIT ends the outer one, so what follows runs outside of it. Delete this BEGIN, or write SAVEPOINT.",
        ControlFault.NeverEnds =>
            "This transaction is never committed. psql and most runners undo it when the connection closes, and the migration seems applied; SchemaBuild's runner commits at the end of the file. Write COMMIT at the end, or delete BEGIN: the runner opens a transaction by itself.",
        ControlFault.Chained =>
            "AND CHAIN opens the next transaction at once, so what follows is in one although no BEGIN says so, and is undone by runners that close the connection. Write COMMIT and BEGIN.",
        ControlFault.ReadOnly =>
            "A transaction that is READ ONLY cannot record that it was applied: SchemaBuild's runner writes its history before COMMIT, as other runners do, and PostgreSQL refuses that (25006), so this migration fails each time. Delete READ ONLY.",
        _ when file.Statements.Any(other => other.Statement.Start < statement.Start) && file.Statements.Any(other => other.Statement.Start > statement.Start) =>
            "No BEGIN comes before it, so this ends the transaction that the runner has opened: if something fails later, what is above stays, and the migration is half applied. Delete it, or move what follows to a migration of its own.",
        _ => "No BEGIN comes before it, so this ends the transaction of whoever applies the file, and not one of its own. Delete it.",
    };
}
