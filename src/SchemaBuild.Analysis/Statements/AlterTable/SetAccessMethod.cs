using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>SET ACCESS METHOD rewrites the table unless it has that method already, which is heap in all that can be known here.</summary>
internal sealed class SetAccessMethod : AlterTableCommand
{
    public override IReadOnlyList<AlterTableType> Types { get; } = [AlterTableType.AT_SetAccessMethod];

    public override bool Allows(RelationKind kind) => kind is RelationKind.Table or RelationKind.PartitionedTable or RelationKind.MaterializedView;

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        if (table.Kind == RelationKind.PartitionedTable)
        {
            if (run.Execution.Major < 17) throw new RefusedException("42809", "cannot change access method of a partitioned table");
            return;
        }

        if (command.Name is not ("heap" or ""))
            run.Rewrite(table, new Cause($"SET ACCESS METHOD {command.Name}", _ => new Remedy("Create a new table with that access method, copy the rows in batches, and let it take over.")));
    }
}
