using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;
using Constraint = SchemaBuild.PgQuery.Nodes.Constraint;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>ADD CONSTRAINT: existing rows are checked at once unless it is NOT VALID, and a key builds its index unless USING INDEX gives one.</summary>
internal sealed class AddConstraint : AlterTableCommand
{
    public override AlterTableType Type => AlterTableType.AT_AddConstraint;

    public override AlterTablePass Pass(AlterTableCmd command) => ((Constraint)command.Def!).Contype switch
    {
        ConstrType.CONSTR_FOREIGN => AlterTablePass.AddOtherConstraint,
        ConstrType.CONSTR_CHECK or ConstrType.CONSTR_NOTNULL => AlterTablePass.AddConstraint,
        _ when ((Constraint)command.Def!).Indexname.Length > 0 => AlterTablePass.AddIndexConstraint,
        _ => AlterTablePass.AddIndex,
    };

    public override LockMode Lock(AlterTableCmd command) =>
        ((Constraint)command.Def!).Contype == ConstrType.CONSTR_FOREIGN ? LockMode.ShareRowExclusive : LockMode.AccessExclusive;

    public override bool Recurses(AlterTableCmd command) => !((Constraint)command.Def!).IsNoInherit;

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        var definition = (Constraint)command.Def!;
        // Only the table itself can adopt an index or have a key; inheritance children do not get keys, partitions do.
        if (definition.Contype is ConstrType.CONSTR_PRIMARY or ConstrType.CONSTR_UNIQUE or ConstrType.CONSTR_EXCLUSION or ConstrType.CONSTR_FOREIGN
            && table.Id != run.Target.Id && !table.IsPartition) return;
        Apply(definition, run, table, column: null, isNewColumnWithoutDefault: false);
    }

    /// <summary>Adds a constraint that stands by itself or came with a new column.</summary>
    public static void Apply(Constraint definition, AlterTableRun run, Relation table, Column? column, bool isNewColumnWithoutDefault)
    {
        var execution = run.Execution;
        var indexes = execution.Relation(table.Id).Indexes.Length;
        var nullable = execution.Relation(table.Id);
        if (definition.Contype == ConstrType.CONSTR_FOREIGN && definition.Pktable is not null)
            execution.Lock(execution.GetRelation(definition.Pktable), LockMode.ShareRowExclusive);
        var added = run.Builder.AddConstraint(table.Id, definition, column);

        switch (added.Kind)
        {
            case ConstraintKind.Check when added is { IsValidated: true, IsEnforced: true }:
                run.Scan(table, new Cause($"CHECK constraint {added.Name}", _ => ValidateLater(table, added)));
                break;

            case ConstraintKind.NotNull when added.IsValidated:
                if (added.Columns.Any(number => nullable.FindColumn(number) is { NotNull: false }))
                    run.Scan(table, new Cause($"NOT NULL constraint {added.Name}", _ => ValidateLater(table, added)));
                break;

            // A new column without default is null in every row, and null references nothing.
            case ConstraintKind.ForeignKey when added is { IsValidated: true, IsEnforced: true } && !isNewColumnWithoutDefault:
                execution.CheckForeignKey(table, new Cause($"Foreign key {added.Name}", _ => ValidateLater(table, added)));
                break;

            case ConstraintKind.PrimaryKey or ConstraintKind.Unique or ConstraintKind.Exclusion:
                AddKey(definition, run, table, added, nullable, builtIndex: execution.Relation(table.Id).Indexes.Length > indexes);
                break;
        }
    }

    private static void AddKey(Constraint definition, AlterTableRun run, Relation table, Catalog.Constraint added, Relation before, bool builtIndex)
    {
        var what = added.Kind switch
        {
            ConstraintKind.PrimaryKey => "PRIMARY KEY",
            ConstraintKind.Unique => "UNIQUE constraint",
            _ => "EXCLUDE constraint",
        };
        var cause = new Cause($"{what} {added.Name}", _ => UsingIndex(table, added, before));
        if (builtIndex) run.RebuildIndex(table, added.Name, cause);
        if (added.Kind == ConstraintKind.PrimaryKey && added.Columns.Any(number => before.FindColumn(number) is { NotNull: false }))
            run.Scan(table, new Cause($"PRIMARY KEY {added.Name} on a nullable column", _ => UsingIndex(table, added, before)));
    }

    private static Remedy ValidateLater(Relation table, Catalog.Constraint added)
    {
        var name = table.Name.ToSql();
        var constraint = Identifier.Quote(added.Name);
        return new Remedy(
            "Add it as NOT VALID, which checks new rows only, and VALIDATE CONSTRAINT in a later migration, which lets writes go on.",
            $"ALTER TABLE {name} ADD CONSTRAINT {constraint} … NOT VALID;",
            $"ALTER TABLE {name} VALIDATE CONSTRAINT {constraint};");
    }

    private static Remedy UsingIndex(Relation table, Catalog.Constraint added, Relation before)
    {
        if (added.Kind == ConstraintKind.Exclusion)
            return new Remedy("An EXCLUDE constraint cannot be added online: do it in a maintenance window, or in a new table that takes over.");

        var name = table.Name.ToSql();
        var constraint = Identifier.Quote(added.Name);
        var columns = string.Join(", ", added.Columns.Select(number => Identifier.Quote(before.FindColumn(number)?.Name ?? "?")));
        var kind = added.Kind == ConstraintKind.PrimaryKey ? "PRIMARY KEY" : "UNIQUE";
        return new Remedy(
            $"Build the index with CREATE UNIQUE INDEX CONCURRENTLY first, then ADD CONSTRAINT … {kind} USING INDEX, which takes an instant.",
            $"CREATE UNIQUE INDEX CONCURRENTLY {constraint} ON {name} ({columns});",
            $"ALTER TABLE {name} ADD CONSTRAINT {constraint} {kind} USING INDEX {constraint};");
    }
}
