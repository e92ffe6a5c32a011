using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A column that cannot be compared.</summary>
/// <remarks>https://www.postgresql.org/docs/current/datatype-json.html.</remarks>
internal sealed class AddJson : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB5006", "add-json", Severity.Suggestion, "A column is json, which has no equality");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        var changes = statement.CatalogChanges;
        if (changes.Altered.Count == 0 && changes.Created.Count == 0) return;
        var columns = changes.AddedColumns
            .Concat(changes.Created.SelectMany(table => table.Columns.Select(column => (table, column))))
            .Concat(changes.AlteredColumns.Where(pair => !IsJson(pair.Before)).Select(pair => (pair.Table, pair.After)));
        foreach (var (table, column) in columns)
        {
            if (!IsJson(column) || table.IsPartition || table.Kind is not (RelationKind.Table or RelationKind.PartitionedTable) || table.Persistence == Persistence.Temporary) continue;
            findings.Add(
                statement,
                table,
                $"{column.Name} of {table.Name} is json: it has no equality operator, so SELECT DISTINCT, GROUP BY and UNION over it fail with 42883, it cannot be indexed, and each read parses the text again. "
                + "Write jsonb, unless the order of keys and the white space must stay as they were; later that rewrites the table.",
                new Remedy("Write jsonb."));
        }
    }

    private static bool IsJson(Column column) => column.Type is { IsBuiltIn: true, Name.Name: "json" };
}
