using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A new foreign key stops writes on the table that it references.</summary>
/// <remarks>https://www.postgresql.org/docs/current/sql-altertable.html: "Addition of a foreign key requires a SHARE ROW EXCLUSIVE lock on the referenced table, in addition to the lock on the table receiving the constraint".</remarks>
internal sealed class FkLocksParent : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB1006", "fk-locks-parent", Severity.Suggestion, "A new foreign key stops writes on the table that it references");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        foreach (var transaction in file.Transactions)
        {
            var held = new ParentLocks(LockMode.ShareRowExclusive);
            foreach (var statement in transaction.Where(statement => statement.Effects.Refusal is null))
            {
                // A key that reads the rows is an error of its own.
                var keys = ForeignKeyParents.Locked(statement).Where(key => !statement.Effects.ForeignKeyChecks.Exists(check => check.Relation.Id == key.Child.Id));
                if (held.New(statement, keys) is not { Count: > 0 } parents) continue;
                var (child, constraint, first) = parents[0];
                var names = Prose.List(parents.Select(key => key.Parent.Name.ToString()));
                var remedy = LockLimit.Remedy(statement);
                findings.Add(
                    statement.Statement,
                    $"The foreign key{(parents.Count == 1 ? $" {constraint.Name}" : "s")} of {child.Name} hold{(parents.Count == 1 ? "s" : "")} SHARE ROW EXCLUSIVE on {names} until the transaction ends: the statement waits for every transaction that writes there, "
                    + $"and every INSERT, UPDATE and DELETE that comes after waits behind it.{remedy.Sentence()}",
                    remedy,
                    [.. parents.Select(key => key.Parent.Name.ToString())],
                    LockMode.ShareRowExclusive.PgName(),
                    statement.Effects.PlaceOf(first));
            }
        }
    }
}
