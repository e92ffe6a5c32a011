using System.Globalization;
using Npgsql;
using SchemaBuild.Analysis;
using SchemaBuild.Tool.Formats;

namespace SchemaBuild.Tool.Running;

/// <summary>What <c>apply</c> would do: each pending migration with its transactions and steps, the locks and the work of each, and how large the tables are today.</summary>
internal static class DryRun
{
    private const int MaxSql = 90;

    public static async Task WriteAsync(MigrationPreview preview, AnalysisResult analysis, NpgsqlDataSource database, Terminal terminal, CancellationToken cancellationToken)
    {
        var scripts = analysis.Migrations.ToDictionary(migration => migration.Version, migration => migration.Up.Path);
        var statements = analysis.Statements.ToLookup(statement => statement.File);
        var pending = preview.Pending.Select(migration => (Migration: migration, Effects: Match(migration.Up, statements[scripts[migration.Version]]))).ToList();
        var sizes = await SizesAsync(
            database, [.. pending.SelectMany(item => item.Effects.Values).SelectMany(effects => effects.Locks.Keys).Distinct()], cancellationToken);
        var (paint, writer) = (new Paint(terminal.OutputHasColor), terminal.Output);
        foreach (var (migration, effects) in pending)
        {
            writer.WriteLine(paint.Bold(Printable.Line($"{migration.Version} {migration.Description}")));
            var width = migration.Up.Steps.Select(step => step.Kind.Length).DefaultIfEmpty().Max();
            foreach (var segment in migration.Up.Steps.GroupBy(step => step.Segment))
            {
                writer.WriteLine(paint.Faint(segment.First().RefusesTransaction ? "  alone, outside a transaction" : "  in one transaction"));
                foreach (var step in segment)
                {
                    writer.WriteLine($"  {step.Order,4}  {step.Kind.PadRight(width)}  {EffectsText.FirstWords(step.Sql, MaxSql)}");
                    if (effects.TryGetValue(step.Order, out var effect))
                        foreach (var line in Work(effect, sizes)) writer.WriteLine($"        {line}");
                }
            }

            writer.WriteLine();
        }
    }

    public static void Tell(MigrationPreview preview, Terminal terminal)
    {
        foreach (var finding in preview.Findings)
            terminal.Error.WriteLine(Printable.Line($"{(finding.Refuses ? "would be refused" : "note")}: {finding.Message}"));
    }

    private static IEnumerable<string> Work(StatementReport effect, Dictionary<string, string> sizes)
    {
        foreach (var (relation, mode) in effect.Locks)
        {
            var work = new List<string> { $"locks {Printable.Line(relation)} {mode}" };
            if (effect.Rewrites.Contains(relation)) work.Add("writes every row anew");
            if (effect.Scans.Contains(relation)) work.Add("reads every row");
            if (effect.IndexBuilds.TryGetValue(relation, out var indexes)) work.Add($"builds {LintReport.Plural(indexes, "index", "es")}");
            yield return $"{string.Join(", ", work)}{(sizes.TryGetValue(relation, out var size) ? $" ({size})" : "")}";
        }

        foreach (var what in effect.NotAnalysed) yield return $"unknown: {Printable.Line(what)}";
    }

    // A script leaves out what is no step: transaction control, and what a file writes to the history itself.
    private static Dictionary<int, StatementReport> Match(MigrationScript script, IEnumerable<StatementReport> statements)
    {
        var matched = new Dictionary<int, StatementReport>();
        using var statement = statements.GetEnumerator();
        foreach (var step in script.Steps)
        {
            while (statement.MoveNext())
                if (statement.Current.Line == step.Line && statement.Current.Kind == step.Kind)
                {
                    matched[step.Order] = statement.Current;
                    break;
                }
        }

        return matched;
    }

    private static async Task<Dictionary<string, string>> SizesAsync(NpgsqlDataSource database, string[] relations, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            SELECT name, pg_catalog.pg_size_pretty(sum(pg_catalog.pg_total_relation_size(r.oid))), sum(greatest(r.reltuples, 0))::bigint, bool_or(r.reltuples < 0)
              FROM (SELECT c.oid, n.nspname || '.' || c.relname AS name FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace) t
              CROSS JOIN LATERAL (SELECT t.oid AS relid UNION SELECT p.relid FROM pg_catalog.pg_partition_tree(t.oid) p WHERE p.isleaf) part
              JOIN pg_catalog.pg_class r ON r.oid = part.relid
             WHERE t.name = ANY ($1) GROUP BY name
            """);
        command.Parameters.Add(new() { Value = relations });
        var sizes = new Dictionary<string, string>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            sizes[reader.GetString(0)] = reader.GetString(1)
                + (reader.GetBoolean(3) ? "" : string.Create(CultureInfo.InvariantCulture, $", about {reader.GetInt64(2):N0} rows"));
        return sizes;
    }
}
