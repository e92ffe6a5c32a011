using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Fixes;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;
using Constraint = SchemaBuild.PgQuery.Nodes.Constraint;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>ADD CONSTRAINT: existing rows are checked at once unless it is NOT VALID, and a key builds its index unless USING INDEX gives one.</summary>
internal sealed class AddConstraint : AlterTableCommand
{
    public override IReadOnlyList<AlterTableType> Types { get; } = [AlterTableType.AT_AddConstraint];

    public override AlterTablePass Pass(AlterTableCmd command) => ((Constraint)command.Def!).Contype switch
    {
        ConstrType.CONSTR_FOREIGN => AlterTablePass.AddOtherConstraint,
        ConstrType.CONSTR_CHECK or ConstrType.CONSTR_NOTNULL => AlterTablePass.AddConstraint,
        _ when ((Constraint)command.Def!).Indexname.Length > 0 => AlterTablePass.AddIndexConstraint,
        _ => AlterTablePass.AddIndex,
    };

    public override LockMode Lock(AlterTableCmd command) =>
        ((Constraint)command.Def!).Contype == ConstrType.CONSTR_FOREIGN ? LockMode.ShareRowExclusive : LockMode.AccessExclusive;

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        // PostgreSQL 18 locks everything below before it knows whether the constraint goes there.
        if (run.Recurses && run.Execution.Major >= 18)
            foreach (var below in run.Execution.WithDescendants(table)) run.Execution.Lock(below, run.Mode);
        Apply((Constraint)command.Def!, run, table, addition: null, isEnforced: true, isNewColumnWithoutDefault: false);
    }

    /// <summary>Adds a constraint that stands by itself or came with a new column.</summary>
    public static void Apply(Constraint definition, AlterTableRun run, Relation table, ColumnAddition? addition, bool isEnforced, bool isNewColumnWithoutDefault)
    {
        switch (definition.Contype)
        {
            case ConstrType.CONSTR_CHECK:
                AddCheck(definition, run, table, addition, isEnforced, parent: null);
                break;
            case ConstrType.CONSTR_NOTNULL:
                AddNotNull(definition, run, table, parent: null);
                break;
            case ConstrType.CONSTR_FOREIGN:
                AddForeignKey(definition, run, table, addition, isEnforced, isNewColumnWithoutDefault);
                break;
            default:
                AddKey(definition, run, table, addition);
                break;
        }
    }

    private static void AddCheck(Constraint definition, AlterTableRun run, Relation table, ColumnAddition? addition, bool isEnforced, string? parent)
    {
        var isInherited = parent is not null;
        if (isInherited && table.FindConstraint(parent!) is { Kind: ConstraintKind.Check } same)
        {
            run.Execution.Replace(table with { Constraints = table.Constraints.Replace(same, same with { IsInherited = true }) });
            return;
        }

        if (!isInherited && TableBuilder.IsInheritedAlready(table, definition)) return;
        var added = run.Builder.AddConstraint(table.Id, definition, addition?.Column, isEnforced, parent, isInherited);
        if (!isInherited) addition?.Note(definition, added);
        if (added is { IsValidated: true, IsEnforced: true })
            run.Scan(table, new Cause($"CHECK constraint {added.Name}", major => addition is null ? ValidateLater(run, run.Target, definition, added) : Apart(run, addition, definition, added, major)));
        if (added.NoInherit) return;
        foreach (var child in run.Children(table, "constraint")) AddCheck(definition, run, child, addition, isEnforced, added.Name);
    }

    private static void AddNotNull(Constraint definition, AlterTableRun run, Relation table, string? parent)
    {
        var column = AlterTableRun.Column(table, NodeNames.Text(definition.Keys[0]));
        if (column is { NotNull: true })
        {
            var known = table.Constraints.FirstOrDefault(own => own.Kind == ConstraintKind.NotNull && own.Columns.Contains(column.Number));
            if (parent is null && known is not null && definition.Conname.Length > 0 && known.Name != Identifier.Truncate(definition.Conname))
                throw new RefusedException("55000", $"cannot create not-null constraint \"{definition.Conname}\" on column \"{column.Name}\": {known.Name} is there already");
            return;
        }

        var added = run.Builder.AddConstraint(table.Id, definition, name: parent, isInherited: parent is not null);
        if (added.IsValidated && (column is null || !SetNotNull.IsProven(table, column)))
            run.Scan(table, new Cause($"NOT NULL constraint {added.Name}", _ => ValidateLater(run, run.Target, definition, added)));
        if (added.NoInherit) return;
        foreach (var child in run.Children(table, "constraint")) AddNotNull(definition, run, child, added.Name);
    }

    private static void AddForeignKey(Constraint definition, AlterTableRun run, Relation table, ColumnAddition? addition, bool isEnforced, bool isNewColumnWithoutDefault)
    {
        var execution = run.Execution;
        var isPartitioned = table.Kind == RelationKind.PartitionedTable;
        if (isPartitioned && !run.Recurses) throw new RefusedException("42809", "cannot use ONLY for foreign key on partitioned table");
        if (isPartitioned && definition.SkipValidation && execution.Major < 18) throw new RefusedException("42809", "cannot add NOT VALID foreign key on partitioned table");
        var referenced = execution.GetRelation(definition.Pktable!);
        foreach (var part in referenced.Kind == RelationKind.PartitionedTable ? execution.WithDescendants(referenced) : [referenced]) execution.Lock(part, LockMode.ShareRowExclusive);

        Catalog.Constraint? root = null;
        var leaves = isPartitioned ? execution.WithDescendants(table).Where(part => part.Kind == RelationKind.Table).ToList() : null;
        foreach (var part in isPartitioned ? execution.WithDescendants(table) : [table])
        {
            execution.Lock(part, run.Mode);
            if (root is not null && Same(execution.Relation(part.Id), execution.Relation(table.Id), root, execution.Major) is { } own)
            {
                var adopting = execution.Relation(part.Id);
                execution.Replace(adopting with { Constraints = adopting.Constraints.Replace(own, own with { IsInherited = true, IsValidated = own.IsValidated || root.IsValidated }) });
                if (!own.IsValidated && root.IsValidated) execution.CheckForeignKey(part, new Cause($"Foreign key {own.Name}", _ => ValidateFirst(part, own)));
                // Its own triggers on the referenced table go.
                execution.Lock(referenced, LockMode.AccessExclusive);
                continue;
            }

            var added = run.Builder.AddConstraint(part.Id, definition, addition?.Column, isEnforced, root?.Name, isInherited: part.Id != table.Id);
            if (part.Id == table.Id) addition?.Note(definition, added);
            root ??= added;
            // A new column without default is null in every row, and null references nothing.
            if (added is { IsValidated: true, IsEnforced: true } && !isNewColumnWithoutDefault && part.Kind != RelationKind.PartitionedTable)
                execution.CheckForeignKey(part, new Cause($"Foreign key {added.Name}", major => addition is null ? ValidateLater(run, run.Target, definition, added, leaves) : Apart(run, addition, definition, added, major)));
        }
    }

    private static Remedy ValidateFirst(Relation part, Catalog.Constraint own) => new(
        $"Validate {own.Name} of {part.Name.Name} in a migration before, which lets writes go on.",
        $"ALTER TABLE {part.Name.ToSql()} VALIDATE CONSTRAINT {Identifier.Quote(own.Name)};");

    /// <summary>
    /// A foreign key that a partition has already, and that becomes a part of the partitioned table's without being checked (tryAttachPartitionForeignKey). From PostgreSQL 18 on
    /// that may be one that is NOT VALID, which is checked then.
    /// </summary>
    private static Catalog.Constraint? Same(Relation part, Relation table, Catalog.Constraint key, int major) => part.Constraints.FirstOrDefault(own =>
        own is { Kind: ConstraintKind.ForeignKey, IsEnforced: true, IsInherited: false } && (own.IsValidated || major >= 18) && own.Referenced == key.Referenced && key.IsEnforced
        && own.OnDelete == key.OnDelete && own.OnUpdate == key.OnUpdate && own.IsDeferrable == key.IsDeferrable && own.IsDeferred == key.IsDeferred && own.ReferencedColumns.SequenceEqual(key.ReferencedColumns)
        && own.Columns.Select(number => part.FindColumn(number)?.Name).SequenceEqual(key.Columns.Select(number => table.FindColumn(number)?.Name)));

    private static void AddKey(Constraint definition, AlterTableRun run, Relation table, ColumnAddition? addition)
    {
        var execution = run.Execution;
        var isPrimary = definition.Contype == ConstrType.CONSTR_PRIMARY;
        var before = execution.Relation(table.Id);
        var added = run.Builder.AddConstraint(table.Id, definition, addition?.Column);
        addition?.Note(definition, added);
        var nullable = isPrimary ? added.Columns.Select(before.FindColumn).OfType<Column>().Where(column => !column.NotNull && !SetNotNull.IsProven(before, column)).Select(column => column.Name).ToList() : [];
        var partitions = execution.WithDescendants(before).Where(part => part.Kind == RelationKind.Table).ToList();
        Remedy Way(int major) => addition is null ? UsingIndex(run, table, definition, added, before, nullable, partitions, major) : Apart(run, addition, definition, added, major);
        var cause = new Cause($"{What(added.Kind)} {added.Name}", Way);
        if (isPrimary) DemandNotNull(run, before, added, nullable, Way);
        if (definition.Indexname.Length > 0) return;
        run.RebuildIndex(table, added.Name, cause);

        if (table.Kind != RelationKind.PartitionedTable || added.Index is not { } id) return;
        var index = (Catalog.Index)execution.Catalog.Find(id)!;
        if (!run.Recurses)
        {
            if (!table.Children.IsEmpty) execution.Replace(index with { IsValid = false });
            return;
        }

        // With a new column the partitions are locked already.
        foreach (var (partition, built) in new PartitionIndexes(execution, run.Builder).ExtendToAll(index, LockMode.Share))
            run.RebuildIndex(partition, built.Name.Name, cause);
    }

    /// <summary>A primary key makes its columns NOT NULL, down to the last child, by the same rules as SET NOT NULL.</summary>
    private static void DemandNotNull(AlterTableRun run, Relation table, Catalog.Constraint key, List<string> unproven, Func<int, Remedy> way)
    {
        var cause = new Cause($"PRIMARY KEY {key.Name} on nullable {string.Join(" and ", unproven)}", major => way(major) with
        {
            Rewrite = () => unproven.Select(name => Rewrites.ProveNotNull(run.Execution.Statement, run.Target, name, major)).OfType<Rewrite>().ToList() is var rewrites && rewrites.Count == unproven.Count ? Rewrite.Combine(rewrites) : null,
        });
        foreach (var name in key.Columns.Select(number => table.FindColumn(number)?.Name).OfType<string>())
        {
            if (table.FindColumn(name) is { NotNull: true }) continue;
            foreach (var part in run.Recurses ? run.Execution.WithDescendants(table) : [table])
            {
                run.Execution.Lock(part, LockMode.AccessExclusive);
                var own = part.Id == table.Id ? table : part;
                if (own.FindColumn(name) is not { NotNull: false } column) continue;
                if (!SetNotNull.IsProven(own, column)) run.Scan(own, cause);
                run.Builder.AddNotNull(own.Id, column.Number);
            }
        }
    }

    private static string What(ConstraintKind kind) => kind switch
    {
        ConstraintKind.PrimaryKey => "PRIMARY KEY",
        ConstraintKind.Unique => "UNIQUE constraint",
        _ => "EXCLUDE constraint",
    };

    private static Remedy ValidateLater(AlterTableRun run, Relation table, Constraint definition, Catalog.Constraint added, IReadOnlyList<Relation>? parts = null)
    {
        if (added.Kind == ConstraintKind.ForeignKey && table.Kind == RelationKind.PartitionedTable && run.Execution.Major < 18)
            return ValidatePartByPart(table, parts, definition, added, run);

        var name = table.Name.ToSql();
        var constraint = Identifier.Quote(added.Name);
        var validate = $"ALTER TABLE {name} VALIDATE CONSTRAINT {constraint};";
        const string Advice = "Add it as NOT VALID, which checks new rows only, and VALIDATE CONSTRAINT in a later migration, which lets writes go on.";
        return ConstraintText.Of(definition, run.Execution.Statement) is { } text
            ? new Remedy(Advice, $"ALTER TABLE {name} ADD CONSTRAINT {constraint} {text} NOT VALID;", validate)
            {
                Rewrite = () => Rewrites.ValidateLater(run.Execution.Statement, definition, added.Name),
            }
            : new Remedy(Advice);
    }

    private static Remedy Apart(AlterTableRun run, ColumnAddition addition, Constraint definition, Catalog.Constraint added, int major) => addition.Remedy(major) with
    {
        Rewrite = () => Rewrites.MoveConstraint(run.Execution.Statement, addition.Definition, definition, added.Name),
    };

    private static Remedy ValidatePartByPart(Relation table, IReadOnlyList<Relation>? parts, Constraint definition, Catalog.Constraint added, AlterTableRun run)
    {
        const string Advice = "Before PostgreSQL 18 a partitioned table cannot have a NOT VALID foreign key: add one NOT VALID to each partition, validate them, and add it to the table last, which then takes them over without a check.";
        if (parts is null or [] || ConstraintText.Of(definition, run.Execution.Statement) is not { } text) return new Remedy(Advice);
        var constraint = Identifier.Quote(added.Name);
        return new Remedy(
            Advice,
            string.Join('\n', parts.Select(part => $"ALTER TABLE {part.Name.ToSql()} ADD CONSTRAINT {constraint} {text} NOT VALID;")),
            string.Join('\n', parts.Select(part => $"ALTER TABLE {part.Name.ToSql()} VALIDATE CONSTRAINT {constraint};").Prepend("-- schemabuild:no-transaction")),
            $"ALTER TABLE {table.Name.ToSql()} ADD CONSTRAINT {constraint} {text};");
    }

    private static Remedy UsingIndex(
        AlterTableRun run, Relation table, Constraint definition, Catalog.Constraint added, Relation before, List<string> nullable, IReadOnlyList<Relation> partitions, int major)
    {
        if (added.Kind == ConstraintKind.Exclusion)
            return new Remedy("An EXCLUDE constraint cannot be added online: do it in a maintenance window, or in a new table that takes over.");

        var constraint = Identifier.Quote(added.Name);
        var name = table.Name.ToSql();
        var columns = string.Join(", ", added.Columns.Select(number => Identifier.Quote(before.FindColumn(number)?.Name ?? "?")));
        var kind = added.Kind == ConstraintKind.PrimaryKey ? "PRIMARY KEY" : "UNIQUE";
        var prove = nullable.Count == 0 ? "" : $"Prove first that {string.Join(" and ", nullable)} {(nullable.Count == 1 ? "is" : "are")} not NULL, with a constraint that is NOT VALID first and validated later. ";
        var proofs = nullable.SelectMany(column => SetNotNull.WithoutScan(before, column, major).Migrations).ToList();
        // A part of the index that USING INDEX does not show: INCLUDE, NULLS NOT DISTINCT, DEFERRABLE, storage parameters.
        var isPlain = definition is { Including.Count: 0, Options.Count: 0, NullsNotDistinct: false, WithoutOverlaps: false, Deferrable: false, Indexspace: "" } && !added.Columns.IsEmpty;
        if (definition.Indexname.Length > 0)
            return new Remedy($"{prove}The index makes the key take an instant then.", [.. proofs, $"ALTER TABLE {name} ADD CONSTRAINT {constraint} {kind} USING INDEX {Identifier.Quote(definition.Indexname)};"]);

        if (table.Kind == RelationKind.PartitionedTable)
        {
            var parts = partitions.Select(part => (Name: part.Name.ToSql(), Key: Identifier.Quote(Identifier.MakeObjectName(part.Name.Name, null, added.Kind == ConstraintKind.PrimaryKey ? "pkey" : "key")))).ToList();
            var isOneLevel = partitions.All(part => part.Parents is [var parent] && parent == table.Id);
            var takeOver = $"{prove}Build a unique index on each partition with CREATE UNIQUE INDEX CONCURRENTLY, make a constraint of it with USING INDEX, and add the key to the partitioned table last, which then takes them over.";
            return !isPlain || !isOneLevel
                ? new Remedy(takeOver)
                : new Remedy(
                    takeOver,
                    [
                        .. proofs,
                        string.Join('\n', parts.Select(part => $"CREATE UNIQUE INDEX CONCURRENTLY {part.Key} ON {part.Name} ({columns});")),
                        string.Join('\n', parts.Select(part => $"ALTER TABLE {part.Name} ADD CONSTRAINT {part.Key} {kind} USING INDEX {part.Key};").Prepend("-- schemabuild:no-transaction")),
                        $"ALTER TABLE {name} ADD CONSTRAINT {constraint} {kind} ({columns});",
                    ]);
        }

        var advice = $"{prove}Build the index with CREATE UNIQUE INDEX CONCURRENTLY first, then ADD CONSTRAINT … {kind} USING INDEX, which takes an instant.";
        return added.Columns.IsEmpty
            ? new Remedy(advice)
            : new Remedy(
                advice,
                [
                    .. proofs,
                    $"CREATE UNIQUE INDEX CONCURRENTLY {constraint} ON {name} ({columns}){Extras(definition)};",
                    $"ALTER TABLE {name} ADD CONSTRAINT {constraint} {kind} USING INDEX {constraint}{(definition.Deferrable ? definition.Initdeferred ? " DEFERRABLE INITIALLY DEFERRED" : " DEFERRABLE" : "")};",
                ])
            {
                Rewrite = () => Rewrites.UsingIndex(run.Execution.Statement, definition, added.Name),
            };
    }

    /// <summary>What the index has beside its keys.</summary>
    private static string Extras(Constraint definition) =>
        (definition.NullsNotDistinct ? " NULLS NOT DISTINCT" : "")
        + (definition.Including.Count > 0 ? $" INCLUDE ({string.Join(", ", definition.Including.Select(NodeNames.Text).Select(Identifier.Quote))})" : "");
}
