using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A table or column gets a name that has to be quoted wherever it is used.</summary>
/// <remarks>https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS.</remarks>
internal sealed class QuotedName : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB5066", "quoted-name", Severity.Suggestion, "A name must be quoted wherever it is used");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        if (statement.Effects.Touched.Count == 0) return;
        var tables = statement.CatalogChanges.Created.Where(table => table.Persistence != Persistence.Temporary && !table.IsPartition && NeedsQuotes(table.Name.Name)).ToList();
        // Where a table has such names already, more of them are no new decision.
        var columns = statement.NewColumns.Where(column => NeedsQuotes(column.Column.Name) && !(statement.Before.Catalog.Find(column.Table.Id) is Relation before && before.Columns.Any(other => NeedsQuotes(other.Name)))).ToList();
        var names = tables.Select(table => table.Name.Name).Concat(columns.Select(column => column.Column.Name)).Distinct().ToList();
        if (names.Count == 0) return;
        var relation = tables is [var first, ..] ? first : columns[0].Table;
        var why = names[0].Any(char.IsUpper) ? "PostgreSQL makes unquoted names lower case" : IsReserved(names[0]) ? "it is a reserved word" : "it has other characters than letters, digits and _";
        findings.Add(
            statement.Statement,
            $"{string.Join(", ", names.Select(name => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\""))} must be quoted in every query, because {why}: without the quotes it is another name, or an error. Write names in lower case with _ between words.",
            relations: [relation.Name.ToString()],
            place: tables.Count == 0 ? NewColumns.PlaceOf(statement, names[0]) : null);
    }

    private static bool NeedsQuotes(string name) => Identifier.Quote(name) != name && (!name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '$') || char.IsAsciiDigit(name[0]) || IsReserved(name));

    private static bool IsReserved(string name) => PgQueryParser.Scan(name) is [{ Keyword: KeywordKind.Reserved or KeywordKind.TypeOrFunctionName }];
}
