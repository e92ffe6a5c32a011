using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>SET STATISTICS: how much ANALYZE samples. Children get it too; indexes of expressions can have it.</summary>
internal sealed class ColumnStatistics : AlterTableCommand
{
    public override IReadOnlyList<AlterTableType> Types { get; } = [AlterTableType.AT_SetStatistics];

    public override LockMode Lock(AlterTableCmd command) => LockMode.ShareUpdateExclusive;

    public override bool Recurses(AlterTableCmd command) => true;

    public override bool Allows(RelationKind kind) => base.Allows(kind) || kind == RelationKind.MaterializedView;

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        if (command.Name.Length > 0) AlterTableRun.Column(table, command.Name);
    }
}
