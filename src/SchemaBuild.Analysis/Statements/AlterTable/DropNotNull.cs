using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>DROP NOT NULL.</summary>
internal sealed class DropNotNull : AlterTableCommand
{
    public override IReadOnlyList<AlterTableType> Types { get; } = [AlterTableType.AT_DropNotNull];

    public override AlterTablePass Pass(AlterTableCmd command) => AlterTablePass.Drop;

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        // From PostgreSQL 18 on it is a constraint that goes, and where there is none, nothing is done.
        var recurses = run.Recurses && (run.Execution.Major < 18 || AlterTableRun.Column(table, command.Name) is { NotNull: true });
        foreach (var each in recurses ? run.Execution.WithDescendants(table) : [table])
        {
            run.Execution.Lock(each, run.Mode);
            Drop(command, run, run.Execution.Relation(each.Id));
        }
    }

    private static void Drop(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        if (AlterTableRun.Column(table, command.Name) is not { } column) return;
        if (column.Identity != IdentityKind.None) throw new RefusedException("42601", $"column \"{column.Name}\" of relation \"{table.Name.Name}\" is an identity column");
        if (table.Constraints.Any(own => own.Kind == ConstraintKind.PrimaryKey && own.Columns.Contains(column.Number)))
            throw new RefusedException("42P16", $"column \"{column.Name}\" is in a primary key");
        if (table.Id == run.Target.Id) RefuseByPlace(run, table, column);
        if (!run.Recurses && column.NotNull && run.Execution.Major >= 18)
            foreach (var child in table.Children.Select(run.Execution.Relation)) run.Execution.Lock(child, run.Mode);
        run.Execution.Replace(table with
        {
            Columns = table.Columns.Replace(column, column with { NotNull = false }),
            Constraints = table.Constraints.RemoveAll(own => own.Kind == ConstraintKind.NotNull && own.Columns.Contains(column.Number)),
        });
    }

    private static void RefuseByPlace(AlterTableRun run, Relation table, Column column)
    {
        if (!column.NotNull) return;
        var execution = run.Execution;
        if (!run.Recurses && table.Kind == RelationKind.PartitionedTable && !table.Children.IsEmpty && execution.Major < 18)
            throw new RefusedException("42P16", "cannot remove constraint from only the partitioned table when partitions exist");
        var isInherited = table.Parents.Select(execution.Relation).Any(parent => parent.FindColumn(column.Name) is { NotNull: true });
        if (isInherited && (table.IsPartition || execution.Major >= 18))
            throw new RefusedException("42P16", $"column \"{column.Name}\" is marked NOT NULL in parent table");
    }
}
