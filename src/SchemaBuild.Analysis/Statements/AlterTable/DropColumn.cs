using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>DROP COLUMN: a change of the catalogue only, but indexes and constraints that use the column go with it.</summary>
internal sealed class DropColumn : AlterTableCommand
{
    public override IReadOnlyList<AlterTableType> Types { get; } = [AlterTableType.AT_DropColumn];

    public override AlterTablePass Pass(AlterTableCmd command) => AlterTablePass.Drop;

    public override bool Allows(RelationKind kind) => base.Allows(kind) || kind == RelationKind.CompositeType;

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        if (table.OfType is not null) throw new RefusedException("42809", "cannot drop column from typed table");
        if (command.MissingOk && table.KnowsColumns && table.FindColumn(Identifier.Truncate(command.Name)) is null) return;
        run.Execution.Lose(table, LossKind.Drop, command.Name);
        if (command.Behavior == DropBehavior.DROP_CASCADE) run.Execution.Effects.DroppedWithCascade.Add(table);
        if (AlterTableRun.Column(table, command.Name) is not { } column) return;
        if (table.Parents.Select(run.Execution.Relation).Any(parent => parent.FindColumn(column.Name) is not null))
            throw new RefusedException("42P16", $"cannot drop inherited column \"{column.Name}\"");
        Drop(column.Name, command, run, table);
    }

    private static void Drop(string name, AlterTableCmd command, AlterTableRun run, Relation table)
    {
        var execution = run.Execution;
        if (table.FindColumn(name) is not { } column) return;
        if (PartitionKeys.Contains(table, column)) throw new RefusedException("42P16", $"cannot drop column \"{name}\" because it is part of the partition key of relation \"{table.Name.Name}\"");
        if (!run.Recurses && table.Kind == RelationKind.PartitionedTable && !table.Children.IsEmpty)
            throw new RefusedException("42P16", "cannot drop column from only the partitioned table when partitions exist");
        var cascade = command.Behavior == DropBehavior.DROP_CASCADE;
        if (!cascade && execution.Major >= 15 && table.Columns.FirstOrDefault(other => other.Generated != GeneratedKind.None && ColumnReferences.Of(other.Default, table).Contains(column.Number)) is { } generated)
            throw new RefusedException("2BP01", $"cannot drop column \"{name}\" because column \"{generated.Name}\" depends on it");

        var children = table.Children.Select(execution.Catalog.Find).OfType<Relation>().ToList();
        new ObjectRemoval(execution, cascade).RemoveColumn(execution.Relation(table.Id), column);
        foreach (var child in children)
        {
            execution.Lock(child, run.Mode);
            // With ONLY the column stays in the children as their own; one that the child has from elsewhere, or by itself, stays as well.
            var hasOther = child.Parents.Where(parent => parent != table.Id).Select(execution.Relation).Any(parent => parent.FindColumn(name) is not null);
            if (run.Recurses && !hasOther && child.FindColumn(name) is not { IsOwnToo: true }) Drop(name, command, run, execution.Relation(child.Id));
        }
    }
}
