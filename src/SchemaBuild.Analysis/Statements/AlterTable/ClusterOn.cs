using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>CLUSTER ON and SET WITHOUT CLUSTER: a mark for the next CLUSTER.</summary>
internal sealed class ClusterOn : AlterTableCommand
{
    public override IReadOnlyList<AlterTableType> Types { get; } = [AlterTableType.AT_ClusterOn, AlterTableType.AT_DropCluster];

    public override LockMode Lock(AlterTableCmd command) => LockMode.ShareUpdateExclusive;

    public override bool Allows(RelationKind kind) => kind is RelationKind.Table or RelationKind.PartitionedTable or RelationKind.MaterializedView;

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        if (command.Subtype == AlterTableType.AT_DropCluster)
        {
            if (table.Kind == RelationKind.PartitionedTable) throw new RefusedException("0A000", "cannot mark index clustered in partitioned table");
            ClusterMark.Put(table, null, run.Execution);
            return;
        }

        if (run.IndexOf(table, command.Name) is not { } index) return;
        if (table.Kind == RelationKind.PartitionedTable) throw new RefusedException("0A000", "cannot mark index clustered in partitioned table");
        if (index.IsPartial || index.AccessMethod is not ("btree" or "gist"))
            throw new RefusedException("0A000", $"cannot cluster on index \"{index.Name.Name}\": it is partial, or its access method does not support clustering");
        ClusterMark.Put(table, index, run.Execution);
    }
}
