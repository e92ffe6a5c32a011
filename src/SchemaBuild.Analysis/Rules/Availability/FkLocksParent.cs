using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A new foreign key stops writes on the table that it references.</summary>
/// <remarks>https://www.postgresql.org/docs/current/sql-altertable.html: "Addition of a foreign key requires a SHARE ROW EXCLUSIVE lock on the referenced table, in addition to the lock on the table receiving the constraint".</remarks>
internal sealed class FkLocksParent : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB1006", "fk-locks-parent", Severity.Suggestion, "A new foreign key stops writes on the table that it references");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var keys in ForeignKeyParents.Locked(statement).GroupBy(key => key.Parent.Id))
        {
            var (child, constraint, parent) = keys.First();
            var locked = statement.Effects.Locks.First(held => held.Relation.Id == parent.Id);
            // One that reads the rows is an error of its own, and a limit for the wait is all that can be done.
            if (locked.Limit > TimeSpan.Zero || statement.Effects.ForeignKeyChecks.Exists(check => check.Relation.Id == child.Id)) continue;
            var remedy = LockLimit.Remedy(statement);
            findings.Add(
                statement,
                parent,
                $"The foreign key {constraint.Name} of {child.Name} holds {locked.Mode.SqlName()} on {parent.Name} until its transaction ends: it waits for every transaction that writes there, and {locked.Mode.Blocked()} that comes after waits behind it.{remedy.Sentence()}",
                remedy);
        }
    }
}
