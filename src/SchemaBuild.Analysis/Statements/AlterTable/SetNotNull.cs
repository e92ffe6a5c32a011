using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Fixes;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;
using Constraint = SchemaBuild.Analysis.Catalog.Constraint;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>
/// SET NOT NULL reads every row, unless a validated CHECK proves the column at that moment.
/// https://www.postgresql.org/docs/current/sql-altertable.html.
/// </summary>
internal sealed class SetNotNull : AlterTableCommand
{
    public override IReadOnlyList<AlterTableType> Types { get; } = [AlterTableType.AT_SetNotNull];

    public override AlterTablePass Pass(AlterTableCmd command) => AlterTablePass.ColumnAttributes;

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table) => Set(command.Name, run, table, parent: null);

    /// <summary>True if a validated CHECK says that the column is not null.</summary>
    public static bool IsProven(Relation table, Column column) => table.Constraints.Any(constraint =>
        constraint is { Kind: ConstraintKind.Check, IsValidated: true, IsEnforced: true } && constraint.ProvesNotNull.Contains(column.Number));

    private static void Set(string name, AlterTableRun run, Relation table, string? parent)
    {
        var execution = run.Execution;
        var column = AlterTableRun.Column(table, name);
        var constraint = column is null ? null : table.Constraints.FirstOrDefault(own => own.Kind == ConstraintKind.NotNull && own.Columns.Contains(column.Number));
        var isSet = column is { NotNull: true } && constraint is not { IsValidated: false };
        if (!isSet && (column is null || !IsProven(table, column)))
            run.Scan(table, new Cause($"SET NOT NULL on {name}", WayOf(name, run)) { CoversWholeStatement = DroppedProof(name, run) is not null && run.CommandCount == 2 });
        if (column is not null && constraint is { IsValidated: false })
            execution.Replace(table with { Constraints = table.Constraints.Replace(constraint, constraint with { IsValidated = true }) });
        else if (column is not null)
            run.Builder.AddNotNull(table.Id, column.Number, parent);

        // A column that is NOT NULL already is so in all partitions; before PostgreSQL 18 only the first table was asked, and inheritance children may be without it.
        if (isSet && (execution.Major >= 18 || (table.Id == run.Target.Id && table.Kind == RelationKind.PartitionedTable))) return;
        var children = execution.Relation(table.Id).Children.Select(execution.Catalog.Find).OfType<Relation>().ToList();
        if (!run.Recurses)
        {
            // Inheritance children may stay without it, partitions may not.
            if (table.Kind != RelationKind.PartitionedTable) return;
            if (children.Any(child => child.FindColumn(name) is { NotNull: false })) throw new RefusedException("42P16", "constraint must be added to child tables too");
            foreach (var child in children.Where(_ => !isSet)) execution.Lock(child, run.Mode);
            return;
        }

        foreach (var child in children)
        {
            execution.Lock(child, run.Mode);
            Set(name, run, execution.Relation(child.Id), parent);
        }
    }

    /// <summary>A CHECK that would have been the proof, if this statement did not drop it: that comes first, in whatever order they are written.</summary>
    private static Constraint? DroppedProof(string name, AlterTableRun run) =>
        run.Target.FindColumn(Identifier.Truncate(name)) is not { } column ? null : run.Target.Constraints.FirstOrDefault(own =>
            own is { Kind: ConstraintKind.Check, IsValidated: true, IsEnforced: true } && own.ProvesNotNull.Contains(column.Number) && run.Execution.Relation(run.Target.Id).FindConstraint(own.Name) is null);

    /// <summary>A constraint that needs only to be validated.</summary>
    private static Constraint? LaterProof(string name, AlterTableRun run) =>
        run.Target.FindColumn(Identifier.Truncate(name)) is not { } column ? null : run.Execution.Relation(run.Target.Id).Constraints.FirstOrDefault(own =>
            own is { IsValidated: false, IsEnforced: true } && ((own.Kind == ConstraintKind.Check && own.ProvesNotNull.Contains(column.Number)) || (own.Kind == ConstraintKind.NotNull && own.Columns.Contains(column.Number))));

    /// <summary>What is written is about the table that the statement names; its partitions follow it.</summary>
    private static Func<int, Remedy> WayOf(string column, AlterTableRun run)
    {
        var (table, name, quoted) = (run.Target, run.Target.Name.ToSql(), Identifier.Quote(Identifier.Truncate(column)));
        var set = $"ALTER TABLE {name} ALTER COLUMN {quoted} SET NOT NULL;";
        if (DroppedProof(column, run) is { } dropped)
        {
            return _ => new Remedy(
                $"It would not, were {dropped.Name} not dropped in the same statement: write SET NOT NULL in a statement before, which may be in the same transaction.",
                run.CommandCount == 2 ? $"{set}\nALTER TABLE {name} DROP CONSTRAINT {Identifier.Quote(dropped.Name)};" : set);
        }

        if (LaterProof(column, run) is not { } later) return major => WithoutScan(table, Identifier.Truncate(column), major, run);
        var validate = $"ALTER TABLE {name} VALIDATE CONSTRAINT {Identifier.Quote(later.Name)}";
        return later.Kind == ConstraintKind.NotNull
            ? _ => new Remedy($"{later.Name} says so already and is only NOT VALID: write VALIDATE CONSTRAINT {later.Name} instead, which lets reads and writes go on.", validate + ";")
            : major => new Remedy($"{later.Name} would be the proof, and is NOT VALID: VALIDATE CONSTRAINT {later.Name} in a migration before.", validate + ";", set)
            {
                // A fix leaves the schema as the author wrote it.
                Rewrite = WithoutScan(table, Identifier.Truncate(column), major, run).Rewrite,
            };
    }

    /// <summary>How to have NOT NULL without reading the table under a lock.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">Its column.</param>
    /// <param name="major">The oldest server major.</param>
    /// <param name="run">The ALTER TABLE that can be rewritten so; null if this is only a part of a longer way.</param>
    public static Remedy WithoutScan(Relation table, string column, int major, AlterTableRun? run = null)
    {
        var name = table.Name.ToSql();
        var quoted = Identifier.Quote(column);
        var constraint = Identifier.Quote(major >= 18 ? Identifier.MakeObjectName(table.Name.Name, column, "not_null") : Rewrites.ProofName(table, column));
        var remedy = major >= 18
            ? new Remedy(
                "Add the NOT NULL constraint as NOT VALID and validate it in a later migration.",
                $"ALTER TABLE {name} ADD CONSTRAINT {constraint} NOT NULL {quoted} NOT VALID;",
                $"ALTER TABLE {name} VALIDATE CONSTRAINT {constraint};")
            : new Remedy(
                "Add CHECK (… IS NOT NULL) NOT VALID, validate it in a later migration, then SET NOT NULL, which then finds the proof and does not scan.",
                $"ALTER TABLE {name} ADD CONSTRAINT {constraint} CHECK ({quoted} IS NOT NULL) NOT VALID;",
                $"ALTER TABLE {name} VALIDATE CONSTRAINT {constraint};",
                $"ALTER TABLE {name} ALTER COLUMN {quoted} SET NOT NULL;\nALTER TABLE {name} DROP CONSTRAINT {constraint};");
        return remedy with { Rewrite = run is null ? null : () => Rewrites.ProveNotNull(run.Execution.Statement, run.Target, column, major) };
    }
}
