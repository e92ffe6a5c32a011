using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>SET (n_distinct = …) and RESET of a column: hints for the planner.</summary>
internal sealed class ColumnOptions : AlterTableCommand
{
    public override IReadOnlyList<AlterTableType> Types { get; } = [AlterTableType.AT_SetOptions, AlterTableType.AT_ResetOptions];

    public override LockMode Lock(AlterTableCmd command) => LockMode.ShareUpdateExclusive;

    public override bool Allows(RelationKind kind) => base.Allows(kind) || kind == RelationKind.MaterializedView;

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table) => AlterTableRun.Column(table, command.Name);
}
