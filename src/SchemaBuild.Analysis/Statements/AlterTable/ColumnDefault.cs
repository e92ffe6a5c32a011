using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>SET DEFAULT and DROP DEFAULT: about new rows only.</summary>
internal sealed class ColumnDefault : AlterTableCommand
{
    public override IReadOnlyList<AlterTableType> Types { get; } = [AlterTableType.AT_ColumnDefault];

    public override AlterTablePass Pass(AlterTableCmd command) => command.Def is null ? AlterTablePass.Drop : AlterTablePass.AddOtherConstraint;

    public override bool Recurses(AlterTableCmd command) => true;

    public override bool Allows(RelationKind kind) => base.Allows(kind) || kind == RelationKind.View;

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        if (AlterTableRun.Column(table, command.Name) is not { } column) return;
        if (column.Identity != IdentityKind.None) throw new RefusedException("42601", $"column \"{column.Name}\" of relation \"{table.Name.Name}\" is an identity column");
        if (column.Generated != GeneratedKind.None) throw new RefusedException("42601", $"column \"{column.Name}\" of relation \"{table.Name.Name}\" is a generated column");
        if (command.Def is { } value) TableBuilder.DemandFits(value, column, run.Execution);
        run.Execution.Replace(table.With(column with { Default = command.Def, IsSerial = false }));
    }
}
