using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>ALTER CONSTRAINT: when a foreign key is checked, from PostgreSQL 18 on also whether, and whether a NOT NULL is inherited.</summary>
internal sealed class AlterConstraint : AlterTableCommand
{
    public override IReadOnlyList<AlterTableType> Types { get; } = [AlterTableType.AT_AlterConstraint];

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        var (definition, execution) = ((ATAlterConstraint)command.Def!, run.Execution);
        var name = Identifier.Truncate(definition.Conname);
        if (definition.AlterInheritability && execution.Major < 18) throw new RefusedException("0A000", "constraints cannot be altered to be NO INHERIT");
        if (table.FindConstraint(name) is not { } constraint)
        {
            if (!table.KnowsColumns) return;
            throw new RefusedException("42704", $"constraint \"{name}\" of relation \"{table.Name.Name}\" does not exist");
        }

        if (definition.AlterInheritability)
        {
            if (constraint.Kind != ConstraintKind.NotNull) throw new RefusedException("42809", $"constraint \"{name}\" is not a not-null constraint");
            execution.Replace(table with { Constraints = table.Constraints.Replace(constraint, constraint with { NoInherit = definition.Noinherit }) });
            foreach (var child in table.Children.Select(execution.Relation)) execution.Lock(child, run.Mode);
            return;
        }

        if (constraint.Kind != ConstraintKind.ForeignKey) throw new RefusedException("42809", $"constraint \"{name}\" is not a foreign key constraint");
        if (constraint.IsInherited) throw new RefusedException("55000", $"cannot alter constraint \"{name}\" on relation \"{table.Name.Name}\": alter it on the partitioned table");
        var setsDeferral = definition.AlterDeferrability && (definition.Deferrable != constraint.IsDeferrable || definition.Initdeferred != constraint.IsDeferred);
        var setsEnforced = definition.AlterEnforceability && definition.IsEnforced != constraint.IsEnforced;
        // Before PostgreSQL 18 it went through the partitions even where nothing changes.
        foreach (var part in table.Kind == RelationKind.PartitionedTable && (setsDeferral || setsEnforced || execution.Major < 18) ? execution.WithDescendants(table) : [table])
        {
            execution.Lock(part, run.Mode);
            if (setsDeferral && part.FindConstraint(name) is { } deferred)
                execution.Replace(part with { Constraints = part.Constraints.Replace(deferred, deferred with { IsDeferrable = definition.Deferrable, IsDeferred = definition.Initdeferred }) });
            if (setsEnforced && execution.Relation(part.Id) is var now && now.FindConstraint(name) is { } own) SetEnforced(definition, run, now, own);
        }
    }

    private static void SetEnforced(ATAlterConstraint definition, AlterTableRun run, Relation table, Catalog.Constraint constraint)
    {
        if (definition.IsEnforced == constraint.IsEnforced) return;
        var execution = run.Execution;
        if (constraint.Referenced is { } id) execution.Lock(execution.Relation(id), definition.IsEnforced ? LockMode.ShareRowExclusive : LockMode.AccessExclusive);
        if (definition.IsEnforced && table.Kind != RelationKind.PartitionedTable) execution.CheckForeignKey(table, new Cause($"ALTER CONSTRAINT {constraint.Name} ENFORCED", _ => Later(table, constraint)));
        execution.Replace(table with { Constraints = table.Constraints.Replace(constraint, constraint with { IsEnforced = definition.IsEnforced, IsValidated = definition.IsEnforced }) });
    }

    private static Remedy Later(Relation table, Catalog.Constraint constraint) => new(
        $"Drop {Identifier.Quote(constraint.Name)}, add it again to {table.Name.Name} as NOT VALID, and VALIDATE CONSTRAINT in a later migration, which lets writes go on.");
}
