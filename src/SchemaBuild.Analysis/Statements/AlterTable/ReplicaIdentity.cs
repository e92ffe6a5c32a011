using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>REPLICA IDENTITY: which old values logical replication gets to see.</summary>
internal sealed class ReplicaIdentity : AlterTableCommand
{
    public override IReadOnlyList<AlterTableType> Types { get; } = [AlterTableType.AT_ReplicaIdentity];

    public override bool Allows(RelationKind kind) => kind is RelationKind.Table or RelationKind.PartitionedTable or RelationKind.MaterializedView;

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        var identity = (ReplicaIdentityStmt)command.Def!;
        run.Execution.Replace(table with
        {
            ReplicaIdentity = identity.IdentityType switch
            {
                "i" => ReplicaIdentityKind.Index,
                "f" => ReplicaIdentityKind.Full,
                "n" => ReplicaIdentityKind.Nothing,
                _ => ReplicaIdentityKind.Default,
            },
            ReplicaIdentityIndex = identity.IdentityType == "i" ? run.IndexOf(table, identity.Name)?.Id : null,
        });
        if (identity.IdentityType != "i" || run.IndexOf(table, identity.Name) is not { } index) return;
        if (!index.IsUnique) throw new RefusedException("42809", $"cannot use non-unique index \"{index.Name.Name}\" as replica identity");
        if (index.IsPartial || index.HasExpressions) throw new RefusedException("0A000", $"cannot use index \"{index.Name.Name}\" as replica identity: it is partial or has expressions");
        if (index.KeyColumns.Any(number => table.FindColumn(number) is { NotNull: false }))
            throw new RefusedException("42809", $"index \"{index.Name.Name}\" cannot be used as replica identity because a column is nullable");
    }
}
