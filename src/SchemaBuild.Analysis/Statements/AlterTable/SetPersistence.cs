using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>SET LOGGED and SET UNLOGGED rewrite the table, unless it is so already.</summary>
internal sealed class SetPersistence : AlterTableCommand
{
    public override IReadOnlyList<AlterTableType> Types { get; } = [AlterTableType.AT_SetLogged, AlterTableType.AT_SetUnLogged];

    // The grammar gives ALTER TABLE for sequences too; a partitioned table has nothing to rewrite and was only refused from 18 on.
    public override bool Allows(RelationKind kind) => kind is RelationKind.Table or RelationKind.PartitionedTable;

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        var execution = run.Execution;
        var wanted = command.Subtype == AlterTableType.AT_SetLogged ? Persistence.Permanent : Persistence.Unlogged;
        if (table.Kind == RelationKind.PartitionedTable)
        {
            if (execution.Major >= 18) throw new RefusedException("42809", $"ALTER action SET {(wanted == Persistence.Permanent ? "LOGGED" : "UNLOGGED")} cannot be performed on relation \"{table.Name.Name}\"");
            return;
        }

        if (table.Persistence == Persistence.Temporary) throw new RefusedException("42P16", "cannot change logged status of a temporary table");
        if (run.Target.Persistence != table.Persistence) throw new RefusedException("0A000", "cannot change persistence setting twice");
        if (table.Persistence == wanted) return;
        RefuseMixedKeys(table, wanted, execution);
        var what = wanted == Persistence.Permanent ? "SET LOGGED" : "SET UNLOGGED";
        run.Rewrite(table, new Cause($"{what} of {table.Name.Name}", _ => wanted == Persistence.Permanent
            ? new Remedy("Create a new logged table, copy the rows in batches, and let it take over.")
            : new Remedy("Keep the table logged: an unlogged one loses its rows in a crash and is empty on replicas. Create a new unlogged table if that is wanted.")));
        execution.Replace(table with { Persistence = wanted });
    }

    /// <summary>A logged table cannot rest on rows that a crash deletes.</summary>
    private static void RefuseMixedKeys(Relation table, Persistence wanted, Execution execution)
    {
        var others = wanted == Persistence.Unlogged ? table.ReferencedBy : [.. table.Constraints.Select(own => own.Referenced).OfType<int>()];
        var mixed = others.Where(id => id != table.Id).Select(execution.Catalog.Find).OfType<Relation>()
            .FirstOrDefault(other => !other.IsAssumed && other.Persistence == (wanted == Persistence.Unlogged ? Persistence.Permanent : Persistence.Unlogged));
        if (mixed is not null) throw new RefusedException("42P16", $"could not change table \"{table.Name.Name}\" because of its foreign key with \"{mixed.Name.Name}\"");
    }
}
