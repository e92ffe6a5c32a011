using SchemaBuild.Analysis;

namespace SchemaBuild.Tool.Formats;

/// <summary>Effects for people.</summary>
internal static class EffectsText
{
    private const int MaxSql = 100;

    public static void Write(IEnumerable<StatementReport> statements, Paint paint, TextWriter writer)
    {
        foreach (var statement in statements)
        {
            writer.WriteLine($"{paint.Bold(Printable.Line($"{statement.File}:{statement.Line}:"))} {FirstWords(statement.Sql, MaxSql)}");
            writer.WriteLine(paint.Faint($"  {statement.Kind}, {Transaction(statement.Transaction)}"));
            foreach (var (relation, mode) in statement.Locks)
                writer.WriteLine($"  locks    {Printable.Line(relation)} {mode}");
            foreach (var relation in statement.Rewrites)
                writer.WriteLine($"  rewrites {Printable.Line(relation)}");
            foreach (var relation in statement.Scans)
                writer.WriteLine($"  scans    {Printable.Line(relation)}");
            foreach (var (relation, count) in statement.IndexBuilds)
                writer.WriteLine($"  builds   {LintReport.Plural(count, "index", "es")} on {Printable.Line(relation)}");
            if (statement.ForeignKeyChecks > 0)
                writer.WriteLine($"  checks   {LintReport.Plural(statement.ForeignKeyChecks, "foreign key")}");
            if (statement.Error is not null)
                writer.WriteLine($"  {paint.Of(Severity.Error, "refused")}  with SQLSTATE {statement.Error}");
            foreach (var what in statement.NotAnalysed)
                writer.WriteLine($"  {paint.Of(Severity.Warning, "unknown")}  {Printable.Line(what)}");
            foreach (var relation in statement.UnknownRelations)
                writer.WriteLine($"  {paint.Of(Severity.Warning, "unknown")}  {Printable.Line(relation)} is in no migration: --schema-file with a dump of the schema would show it");
            writer.WriteLine();
        }
    }

    /// <summary>SQL on one line, cut where it gets long.</summary>
    public static string FirstWords(string sql, int max)
    {
        var line = string.Join(' ', sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return Printable.Clean(line.Length <= max ? line : line[..max] + "…");
    }

    private static string Transaction(string transaction) => transaction switch
    {
        "wrapped" => "in the transaction of its migration",
        "explicit" => "in a transaction of the file",
        _ => "outside a transaction",
    };
}
