using System.Collections.Immutable;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>ENABLE and DISABLE TRIGGER; a trigger of a partitioned table is switched in all partitions.</summary>
internal sealed class TriggerState : AlterTableCommand
{
    public override IReadOnlyList<AlterTableType> Types { get; } =
    [
        AlterTableType.AT_EnableTrig, AlterTableType.AT_EnableAlwaysTrig, AlterTableType.AT_EnableReplicaTrig, AlterTableType.AT_DisableTrig,
        AlterTableType.AT_EnableTrigAll, AlterTableType.AT_DisableTrigAll, AlterTableType.AT_EnableTrigUser, AlterTableType.AT_DisableTrigUser,
    ];

    public override LockMode Lock(AlterTableCmd command) => LockMode.ShareRowExclusive;

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        if (command.Name.Length > 0 && table.KnowsColumns && !command.Name.StartsWith(OfForeignKey, StringComparison.Ordinal) && !HasTrigger(command, table, run.Execution))
            throw new RefusedException("42704", $"trigger \"{command.Name}\" for table \"{table.Name.Name}\" does not exist");
        run.Execution.Replace(table with { DisabledTriggers = After(command, table.DisabledTriggers) });
        if (!run.Recurses || table.Kind != RelationKind.PartitionedTable || !HasTrigger(command, table, run.Execution)) return;
        foreach (var partition in run.Execution.WithDescendants(table)) run.Execution.Lock(partition, run.Mode);
    }

    /// <summary>Such triggers have numbers of the server in their names.</summary>
    private const string OfForeignKey = "RI_ConstraintTrigger_";

    private static ImmutableHashSet<string> After(AlterTableCmd command, ImmutableHashSet<string> disabled) => command.Subtype switch
    {
        AlterTableType.AT_DisableTrig => disabled.Add(Identifier.Truncate(command.Name)),
        AlterTableType.AT_DisableTrigAll => disabled.Add(Relation.AllTriggers),
        AlterTableType.AT_DisableTrigUser => disabled.Add(Relation.UserTriggers),
        AlterTableType.AT_EnableTrigAll => [],
        // What ALL switched off are also the triggers of foreign keys, which USER leaves off.
        AlterTableType.AT_EnableTrigUser => disabled.Contains(Relation.AllTriggers) ? [Relation.AllTriggers] : [],
        _ => disabled.Remove(Identifier.Truncate(command.Name)),
    };

    /// <summary>Partitions are only opened for a trigger that is switched.</summary>
    private static bool HasTrigger(AlterTableCmd command, Relation table, Execution execution) =>
        execution.Catalog.UsersOf(table.Id).OfType<Trigger>().Any(trigger => trigger.Table == table.Id && (command.Name.Length == 0 || trigger.Name.Name == Identifier.Truncate(command.Name)));
}
