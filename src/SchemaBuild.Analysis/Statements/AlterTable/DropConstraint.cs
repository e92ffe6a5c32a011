using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;
using Constraint = SchemaBuild.Analysis.Catalog.Constraint;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>DROP CONSTRAINT; of a foreign key it locks the referenced table as well.</summary>
internal sealed class DropConstraint : AlterTableCommand
{
    public override IReadOnlyList<AlterTableType> Types { get; } = [AlterTableType.AT_DropConstraint];

    public override AlterTablePass Pass(AlterTableCmd command) => AlterTablePass.Drop;

    /// <summary>Whether anybody uses the partitions is asked first, even with ONLY and for a constraint that is not there (ATCheckPartitionsNotInUse).</summary>
    public override void Prepare(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        if (table.Kind != RelationKind.PartitionedTable) return;
        foreach (var partition in run.Execution.WithDescendants(table)) run.Execution.Lock(partition, run.Mode);
    }

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        var name = Identifier.Truncate(command.Name);
        if (table.FindConstraint(name) is not { } constraint)
        {
            if (command.MissingOk || !table.KnowsColumns) return;
            throw new RefusedException("42704", $"constraint \"{name}\" of relation \"{table.Name.Name}\" does not exist");
        }

        if (constraint.IsInherited || (constraint.Index is { } id && run.Execution.Catalog.Find(id) is Catalog.Index { Parent: not null }))
            throw new RefusedException("42P16", $"cannot drop inherited constraint \"{name}\" of relation \"{table.Name.Name}\"");
        if (!run.Recurses && table.Kind == RelationKind.PartitionedTable && !table.Children.IsEmpty && run.Execution.Major < 18 && constraint.Kind == ConstraintKind.Check)
            throw new RefusedException("42P16", "cannot remove constraint from only the partitioned table when partitions exist");
        if (command.Behavior == DropBehavior.DROP_CASCADE) run.Execution.Effects.DroppedWithCascade.Add(table);
        Drop(constraint, command.Behavior == DropBehavior.DROP_CASCADE, run, table);
    }

    private static void Drop(Constraint constraint, bool cascade, AlterTableRun run, Relation table)
    {
        var execution = run.Execution;
        if (constraint.Referenced is { } target && execution.Catalog.Find(target) is Relation referenced) execution.Lock(referenced, LockMode.AccessExclusive);
        var hasParts = constraint.Kind == ConstraintKind.ForeignKey || TableBuilder.HasIndex(constraint.Kind);
        new ObjectRemoval(execution, cascade).RemoveConstraint(table, constraint);
        if (constraint.NoInherit || (hasParts && table.Kind != RelationKind.PartitionedTable)) return;
        foreach (var child in execution.Relation(table.Id).Children.Select(execution.Catalog.Find).OfType<Relation>())
        {
            execution.Lock(child, run.Mode);
            // With ONLY the children keep it as their own.
            var part = execution.Relation(child.Id);
            var own = constraint.Index is { } id
                ? part.Constraints.FirstOrDefault(other => other.Index is { } index && execution.Catalog.Find(index) is Catalog.Index { Parent: { } parent } && parent == id)
                : part.FindConstraint(constraint.Name);
            if (own is null) continue;
            if (run.Recurses || hasParts || table.Kind == RelationKind.PartitionedTable) Drop(own, cascade, run, part);
            else execution.Replace(part with { Constraints = part.Constraints.Replace(own, own with { IsInherited = false }) });
        }
    }
}
