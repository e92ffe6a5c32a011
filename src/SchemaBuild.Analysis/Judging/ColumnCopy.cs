using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Statements.AlterTableCommands;

namespace SchemaBuild.Analysis.Judging;

/// <summary>Expand and contract: a second column, kept equal by a trigger, that takes the place of the first.</summary>
internal static class ColumnCopy
{
    /// <summary>Instead of a rename: both names work until the last migration.</summary>
    public static Remedy UnderNewName(Relation table, Column column, string newName, int major)
    {
        const string Advice = "Add a column of the new name that a trigger keeps equal, fill it, and drop the old one in a later release, when no running version names it.";
        if (table.Kind != RelationKind.Table || !column.Type.IsBuiltIn || column.Generated != GeneratedKind.None || IsUsed(table, column)) return new Remedy(Advice);
        var (name, old, added) = (table.Name.ToSql(), Identifier.Quote(column.Name), Identifier.Quote(newName));
        var (trigger, function) = TriggerOf(table, newName);
        List<string> migrations =
        [
            $"""
            ALTER TABLE {name} ADD COLUMN {added} {column.Type.ToSql()};
            CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $sync$
            BEGIN
                IF TG_OP = 'INSERT' THEN
                    NEW.{added} := coalesce(NEW.{added}, NEW.{old});
                    NEW.{old} := NEW.{added};
                ELSIF NEW.{added} IS DISTINCT FROM OLD.{added} THEN
                    NEW.{old} := NEW.{added};
                ELSE
                    NEW.{added} := NEW.{old};
                END IF;
                RETURN NEW;
            END
            $sync$;
            CREATE TRIGGER {trigger} BEFORE INSERT OR UPDATE ON {name} FOR EACH ROW EXECUTE FUNCTION {function}();
            """,
            Backfill.Of([table], $"{added} = {old}", $"{added} IS DISTINCT FROM {old}"),
        ];
        if (column.NotNull) migrations.AddRange(SetNotNull.WithoutScan(table, newName, major).Migrations);
        migrations.Add($"""
            -- schemabuild:allow SB3001 reason="no running version names it"
            ALTER TABLE {name} DROP COLUMN {old};
            DROP TRIGGER {trigger} ON {name};
            DROP FUNCTION {function}();
            """);
        return new Remedy(Advice, [.. migrations]);
    }

    /// <summary>Instead of a change of type that rewrites the table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The column as it was.</param>
    /// <param name="target">Its new type.</param>
    /// <param name="expression">What gives the new value, as SQL that names the table's columns.</param>
    /// <param name="indexes">Those that the column is in.</param>
    /// <param name="major">The oldest server.</param>
    public static Remedy OfType(Relation table, Column column, TypeRef target, string expression, IReadOnlyList<Catalog.Index> indexes, int major)
    {
        const string Advice = "Add a column of the new type that a trigger keeps up to date, fill it in batches, and let it take over the name in a later migration, which takes an instant.";
        var isPlain = table is { Kind: RelationKind.Table, IsAssumed: false } && column is { Identity: IdentityKind.None, Generated: GeneratedKind.None, Default: null }
            && !table.Constraints.Any(constraint => constraint.Kind != ConstraintKind.NotNull && constraint.Columns.Contains(column.Number))
            && !table.OwnedSequences.Any() && indexes.All(IsPlain);
        if (!isPlain) return new Remedy(Advice + " Give it the indexes and constraints of the old column before that, built CONCURRENTLY and NOT VALID.");

        var (name, old) = (table.Name.ToSql(), Identifier.Quote(column.Name));
        var (newName, goneName) = (Identifier.MakeObjectName(column.Name, null, "new"), Identifier.MakeObjectName(column.Name, null, "old"));
        var (added, gone) = (Identifier.Quote(newName), Identifier.Quote(goneName));
        var (trigger, function) = TriggerOf(table, newName);
        List<string> migrations =
        [
            $"""
            ALTER TABLE {name} ADD COLUMN {added} {target.ToSql()};
            CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $sync$
            BEGIN
                NEW.{added} := (SELECT {expression} FROM (SELECT NEW.*) AS new_row);
                RETURN NEW;
            END
            $sync$;
            CREATE TRIGGER {trigger} BEFORE INSERT OR UPDATE ON {name} FOR EACH ROW EXECUTE FUNCTION {function}();
            """,
            Backfill.Of([table], $"{added} = {expression}", $"{added} IS NULL AND {old} IS NOT NULL"),
        ];
        if (column.NotNull) migrations.AddRange(SetNotNull.WithoutScan(table, newName, major).Migrations);
        foreach (var index in indexes)
        {
            var keys = string.Join(", ", index.KeyColumns.Select(number => number == column.Number ? added : Identifier.Quote(table.FindColumn(number)!.Name)));
            migrations.Add($"CREATE {(index.IsUnique ? "UNIQUE " : "")}INDEX CONCURRENTLY {Identifier.Quote(Identifier.MakeObjectName(index.Name.Name, null, "new"))} ON {name} USING {index.AccessMethod} ({keys});");
        }

        var optional = column.NotNull ? $"\n-- schemabuild:allow SB3004 reason=\"nothing reads it any more\"\nALTER TABLE {name} ALTER COLUMN {gone} DROP NOT NULL;" : "";
        migrations.Add($"""
            DROP TRIGGER {trigger} ON {name};
            DROP FUNCTION {function}();
            -- schemabuild:allow SB3002 reason="the column that takes the name holds the same values"
            ALTER TABLE {name} RENAME COLUMN {old} TO {gone};
            ALTER TABLE {name} RENAME COLUMN {added} TO {old};{optional}
            """);
        var renames = string.Concat(indexes.Select(index => $"\nALTER INDEX {new QualifiedName(index.Name.Schema, Identifier.MakeObjectName(index.Name.Name, null, "new")).ToSql()} RENAME TO {Identifier.Quote(index.Name.Name)};"));
        migrations.Add($"""
            -- schemabuild:allow SB3001 reason="nothing reads it any more"
            ALTER TABLE {name} DROP COLUMN {gone};{renames}
            """);
        return new Remedy(Advice, [.. migrations]);
    }

    private static (string Trigger, string Function) TriggerOf(Relation table, string column)
    {
        var name = Identifier.MakeObjectName(table.Name.Name, column, "sync");
        return (Identifier.Quote(name), (table.Name with { Name = name }).ToSql());
    }

    private static bool IsUsed(Relation table, Column column) =>
        column.Default is not null || column.Identity != IdentityKind.None || !table.OwnedSequences.IsEmpty || table.Constraints.Any(constraint => constraint.Kind != ConstraintKind.NotNull && constraint.Columns.Contains(column.Number));

    private static bool IsPlain(Catalog.Index index) => index is { BacksConstraint: false, IsPartial: false, HasExpressions: false, Parent: null, Definition: { } definition }
        && definition.IndexIncludingParams.Count == 0 && definition.Options.Count == 0 && !definition.NullsNotDistinct
        && definition.IndexParams.OfType<PgQuery.Nodes.IndexElem>().All(key => key.Opclass.Count == 0 && key.Collation.Count == 0 && key.Ordering == PgQuery.Nodes.SortByDir.SORTBY_DEFAULT && key.NullsOrdering == PgQuery.Nodes.SortByNulls.SORTBY_NULLS_DEFAULT);
}
