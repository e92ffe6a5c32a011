using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>OWNER TO.</summary>
internal sealed class ChangeOwner : AlterTableCommand
{
    public override IReadOnlyList<AlterTableType> Types { get; } = [AlterTableType.AT_ChangeOwner];

    public override bool Allows(RelationKind kind) => true;

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
    }
}
