using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>SET (…) and RESET (…): each storage parameter says how strong a lock it needs (reloptions.c).</summary>
internal sealed class TableOptions : AlterTableCommand
{
    public override IReadOnlyList<AlterTableType> Types { get; } = [AlterTableType.AT_SetRelOptions, AlterTableType.AT_ResetRelOptions, AlterTableType.AT_ReplaceRelOptions];

    public override LockMode Lock(AlterTableCmd command) =>
        Names(command).Any(NeedsAccessExclusive.Contains) ? LockMode.AccessExclusive : LockMode.ShareUpdateExclusive;

    public override bool Allows(RelationKind kind) => true;

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        Note(command, run, table);
        if (table.IsAssumed || command.Subtype != AlterTableType.AT_SetRelOptions) return;
        if (table.Kind == RelationKind.PartitionedTable)
            throw new RefusedException(run.Execution.Major >= 16 ? "42809" : "22023", $"cannot specify storage parameters for the partitioned table \"{table.Name.Name}\"");
        var options = (command.Def as NodeList)?.Items ?? [];
        if (table.Kind == RelationKind.View) StorageParameters.DemandOfView(options, run.Execution.Major);
        if (table.Kind is RelationKind.Table or RelationKind.MaterializedView) StorageParameters.DemandOfTable(options, run.Execution.Major);
    }

    private static void Note(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        var options = (command.Def as NodeList)?.Items ?? [];
        var isReset = command.Subtype == AlterTableType.AT_ResetRelOptions;
        var changed = table;
        if (DefElems.Find(options, "autovacuum_enabled") is not null) changed = changed with { HasAutovacuum = isReset || DefElems.IsOn(options, "autovacuum_enabled") };
        if (DefElems.Find(options, "security_invoker") is not null) changed = changed with { IsSecurityInvoker = !isReset && DefElems.IsOn(options, "security_invoker") };
        if (!ReferenceEquals(changed, table)) run.Execution.Replace(changed);
    }

    private static IEnumerable<string> Names(AlterTableCmd command) => (command.Def as NodeList)?.Items.OfType<DefElem>().Select(option => option.Defname) ?? [];

    private static readonly HashSet<string> NeedsAccessExclusive =
    [
        "autosummarize", "buffering", "check_option", "fastupdate", "gin_pending_list_limit", "pages_per_range", "security_barrier", "security_invoker", "user_catalog_table",
    ];
}
