using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Judging;

/// <summary>Locks of one transaction on referenced tables, each of which is waited for once.</summary>
/// <param name="mode">How strong.</param>
internal sealed class ParentLocks(LockMode mode)
{
    private readonly HashSet<int> _held = [];

    /// <summary>
    /// Of keys whose referenced tables a statement locks those that it must wait for, one for each table: it does not hold the lock already, and there is no limit for the wait, which is all
    /// that can be done.
    /// </summary>
    public List<(Relation Child, Constraint Constraint, Relation Parent)> New(AnalyzedStatement statement, IEnumerable<(Relation Child, Constraint Constraint, Relation Parent)> keys)
    {
        var wanted = keys.DistinctBy(key => key.Parent.Id).Where(key => !_held.Contains(key.Parent.Id)).ToList();
        foreach (var held in statement.Effects.Locks)
        {
            if (held.Limit > TimeSpan.Zero) wanted.RemoveAll(key => key.Parent.Id == held.Relation.Id);
            if (held.Mode >= mode) _held.Add(held.Relation.Id);
        }

        return wanted;
    }
}
