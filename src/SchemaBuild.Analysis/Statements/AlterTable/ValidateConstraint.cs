using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>VALIDATE CONSTRAINT reads every row, but writes go on meanwhile.</summary>
internal sealed class ValidateConstraint : AlterTableCommand
{
    public override IReadOnlyList<AlterTableType> Types { get; } = [AlterTableType.AT_ValidateConstraint];

    public override LockMode Lock(AlterTableCmd command) => LockMode.ShareUpdateExclusive;

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        var execution = run.Execution;
        var name = Identifier.Truncate(command.Name);
        if (table.FindConstraint(name) is not { } constraint)
        {
            if (!table.KnowsColumns) return;
            throw new RefusedException("42704", $"constraint \"{name}\" of relation \"{table.Name.Name}\" does not exist");
        }

        if (TableBuilder.HasIndex(constraint.Kind)) throw new RefusedException("42809", $"cannot validate constraint \"{name}\": it is no foreign key, check or not-null constraint");
        if (!constraint.IsEnforced) throw new RefusedException("42809", $"cannot validate NOT ENFORCED constraint \"{name}\"");
        if (constraint.IsValidated) return;
        Validate(name, run, table);
    }

    private static void Validate(string name, AlterTableRun run, Relation table)
    {
        var execution = run.Execution;
        if (table.FindConstraint(name) is not { IsValidated: false } constraint) return;
        var cause = new Cause($"VALIDATE CONSTRAINT {constraint.Name}");
        var isForeignKey = constraint.Kind == ConstraintKind.ForeignKey;
        if (isForeignKey)
        {
            if (constraint.Referenced is { } id && execution.Catalog.Find(id) is Relation referenced)
            {
                execution.Lock(referenced, LockMode.RowShare);
                // The query that checks reads the partitions.
                foreach (var part in referenced.Kind == RelationKind.PartitionedTable ? execution.WithDescendants(referenced) : []) execution.Lock(part, LockMode.AccessShare);
            }

            if (table.Kind != RelationKind.PartitionedTable) execution.CheckForeignKey(table, cause);
        }
        else
        {
            run.Scan(table, cause);
        }

        execution.Replace(table with { Constraints = table.Constraints.Replace(constraint, constraint with { IsValidated = true }) });
        if (constraint.NoInherit || (isForeignKey && table.Kind != RelationKind.PartitionedTable)) return;
        foreach (var child in run.Children(table, "validated constraint")) Validate(name, run, child);
    }
}
