using SchemaBuild.Analysis.Judging;

namespace SchemaBuild.Analysis.Rules;

/// <summary>Two transactions lock the same tables in different orders, so no order that the application keeps is right for both.</summary>
/// <remarks>https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS.</remarks>
internal sealed class LockOrderBetweenMigrations : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB4014", "lock-order-between-migrations", Severity.Warning, "Migrations lock the same tables in different orders");

    public override void Judge(MigrationHistory history, FindingSink findings)
    {
        var orders = new Dictionary<(int First, int Second), LockedTable>();
        foreach (var order in history.LockOrders)
        {
            var isFound = false;
            for (var second = 1; second < order.Tables.Count; second++)
            {
                for (var first = 0; first < second; first++)
                {
                    var (held, taken) = (order.Tables[first], order.Tables[second]);
                    if (!isFound && orders.TryGetValue((taken.Id, held.Id), out var other))
                    {
                        isFound = true;
                        var line = other.By.File.Source.PositionOf(other.By.Start).Line;
                        findings.Add(
                            taken.By,
                            $"This transaction locks {held.Name} and then {taken.Name}; {other.By.File.RelativePath}, down to line {line}, locks them in the other order. A transaction of the application that uses both can end in a deadlock (40P01) with one of the two. "
                            + "Lock tables everywhere in the same order, parents first, or change each in a migration of its own.",
                            relations: [held.Name.ToString(), taken.Name.ToString()]);
                    }

                    orders.TryAdd((held.Id, taken.Id), taken);
                }
            }
        }
    }
}
