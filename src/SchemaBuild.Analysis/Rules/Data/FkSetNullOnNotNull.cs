using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A foreign key would write NULL into a column that takes none.</summary>
/// <remarks>https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK: the action "does not excuse you from observing any constraints".</remarks>
internal sealed class FkSetNullOnNotNull : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB2006", "fk-set-null-on-not-null", Severity.Error, "A foreign key sets a required column to NULL");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        if (file.Statements.Count == 0) return;
        var end = file.Statements[^1].After.Catalog;
        var reported = new HashSet<(int, string)>();
        foreach (var statement in file.Statements.Where(statement => statement.Effects.Refusal is null))
        {
            var changes = statement.CatalogChanges;
            if (changes.NewConstraints.Count == 0 && changes.AlteredColumns.Count == 0) continue;
            var tables = changes.NewConstraints.Where(pair => pair.Constraint.Kind == ConstraintKind.ForeignKey).Select(pair => pair.Table.Id)
                .Concat(changes.AlteredColumns.Where(pair => !pair.Before.NotNull && pair.After.NotNull).Select(pair => pair.Table.Id));
            foreach (var id in tables.Distinct())
            {
                // What counts is how the file leaves it.
                if (end.Find(id) is not Relation table || statement.After.Catalog.Find(id) is not Relation now) continue;
                foreach (var key in table.Constraints.Where(own => own is { Kind: ConstraintKind.ForeignKey, IsInherited: false } && now.FindConstraint(own.Name) is not null))
                {
                    if (Broken(table, key) is not var (action, columns) || !Broken(now, key).HasValue || !reported.Add((id, key.Name))) continue;
                    var parent = key.Referenced is { } referenced ? end.Find(referenced)?.Name.ToString() ?? "the referenced table" : "the referenced table";
                    findings.Add(
                        statement,
                        table,
                        $"{key.Name} says {action}, but {Prose.List(columns)} of {table.Name} cannot be NULL: every {(action.StartsWith("ON DELETE", StringComparison.Ordinal) ? "DELETE of" : "UPDATE of the key of")} a row of {parent} that is referenced fails with 23502. "
                        + Advice(table, key, action, columns, findings.Major));
                }
            }
        }
    }

    /// <summary>Which columns are set can be said from PostgreSQL 15 on, for DELETE alone.</summary>
    private static string Advice(Relation table, Constraint key, string action, List<string> columns, int major)
    {
        var others = key.Columns.Select(table.FindColumn).OfType<Column>().Select(column => column.Name).Except(columns).Select(Identifier.Quote).ToList();
        return major >= 15 && others.Count > 0 && action.StartsWith("ON DELETE", StringComparison.Ordinal)
            ? $"Write {action} ({string.Join(", ", others)}), which leaves {Prose.List(columns)} as {(columns.Count == 1 ? "it is" : "they are")}, or CASCADE or RESTRICT, whichever is meant."
            : $"Write {action[..9]} CASCADE or RESTRICT, whichever is meant, or let the column{(columns.Count == 1 ? "" : "s")} be NULL.";
    }

    private static (string Action, List<string> Columns)? Broken(Relation table, Constraint key)
    {
        if (Required(table, key.OnDelete, key.OnDeleteColumns.IsEmpty ? key.Columns : key.OnDeleteColumns) is { Count: > 0 } deleted) return ($"ON DELETE {Words(key.OnDelete)}", deleted);
        return Required(table, key.OnUpdate, key.Columns) is { Count: > 0 } updated ? ($"ON UPDATE {Words(key.OnUpdate)}", updated) : null;
    }

    private static List<string> Required(Relation table, ForeignKeyAction action, IEnumerable<int> columns) => action is not (ForeignKeyAction.SetNull or ForeignKeyAction.SetDefault) ? []
        : [.. columns.Select(table.FindColumn).OfType<Column>().Where(column => column.NotNull && (action == ForeignKeyAction.SetNull || column is { Default: null, Identity: IdentityKind.None } && table.OwnedSequences.IsEmpty)).Select(column => column.Name)];

    private static string Words(ForeignKeyAction action) => action == ForeignKeyAction.SetNull ? "SET NULL" : "SET DEFAULT";
}
