using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>SET TABLESPACE copies the whole table, unless it is there already.</summary>
internal sealed class SetTablespace : AlterTableCommand
{
    public override IReadOnlyList<AlterTableType> Types { get; } = [AlterTableType.AT_SetTableSpace];

    public override bool Allows(RelationKind kind) => kind is RelationKind.Table or RelationKind.PartitionedTable or RelationKind.MaterializedView;

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        // Where a table is now is not replayed; pg_default is where it is without TABLESPACE.
        if (table.Kind == RelationKind.PartitionedTable || command.Name == "pg_default") return;
        run.Rewrite(table, new Cause($"SET TABLESPACE {command.Name}", _ => new Remedy("Move it in a maintenance window, or with pg_repack, which copies it online.")));
    }
}
