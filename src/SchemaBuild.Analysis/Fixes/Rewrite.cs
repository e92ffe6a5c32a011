using SchemaBuild.Analysis.Sources;

namespace SchemaBuild.Analysis.Fixes;

/// <summary>
/// How a statement becomes safe so that the schema is the same in the end: edits of its own text, and statements around it. What is written here may be
/// composed with the rewrites of other statements, and of other commands of the same ALTER TABLE.
/// </summary>
internal sealed record Rewrite
{
    /// <summary>What is written, as the words that begin a sentence: <c>CREATE INDEX CONCURRENTLY</c>.</summary>
    public required string What { get; init; }

    /// <summary>Within the statement.</summary>
    public IReadOnlyList<TextEdit> Edits { get; init; } = [];

    /// <summary>In order, before it.</summary>
    public IReadOnlyList<ExtraStatement> Before { get; init; } = [];

    /// <summary>In order, after it; what has an own transaction may come later, others come directly.</summary>
    public IReadOnlyList<ExtraStatement> After { get; init; } = [];

    /// <summary>True if the edited statement cannot be in a transaction.</summary>
    public bool RunsAlone { get; init; }

    /// <summary>Several rewrites of one statement as one.</summary>
    public static Rewrite Combine(IReadOnlyList<Rewrite> rewrites) => rewrites is [var only] ? only : new Rewrite
    {
        What = string.Join("; ", rewrites.Select(rewrite => rewrite.What).Distinct()),
        Edits = [.. rewrites.SelectMany(rewrite => rewrite.Edits).Distinct().OrderBy(edit => edit.Start)],
        Before = [.. rewrites.SelectMany(rewrite => rewrite.Before).Distinct()],
        After = [.. rewrites.SelectMany(rewrite => rewrite.After).Distinct()],
        RunsAlone = rewrites.Any(rewrite => rewrite.RunsAlone),
        BeginsTransaction = rewrites.Any(rewrite => rewrite.BeginsTransaction),
        OnlySplits = rewrites.Any(rewrite => rewrite.OnlySplits),
    };

    /// <summary>True if no lock may be held when the statement begins, so that it begins a transaction.</summary>
    public bool BeginsTransaction { get; init; }

    /// <summary>True if this is made only by migrations of their own, not within the file.</summary>
    public bool OnlySplits { get; init; }

    public bool IsSameAs(Rewrite other) =>
        Edits.SequenceEqual(other.Edits) && Before.SequenceEqual(other.Before) && After.SequenceEqual(other.After)
        && (RunsAlone, BeginsTransaction, OnlySplits) == (other.RunsAlone, other.BeginsTransaction, other.OnlySplits);

    /// <summary>The statement with what comes before and after it, one entry for each migration: for people who read what to write.</summary>
    public string[] ToMigrations(SqlStatement statement)
    {
        var migrations = new List<(bool IsAlone, List<string> Sql)>();
        foreach (var extra in Before) Add(extra.Sql, extra.Kind);
        Add(statement.With(Edits), RunsAlone ? ExtraKind.Alone : ExtraKind.Plain);
        foreach (var extra in After) Add(extra.Sql, extra.Kind);
        return [.. migrations.Select(migration => string.Join('\n', migration.Sql))];

        void Add(string sql, ExtraKind kind)
        {
            var isAlone = kind == ExtraKind.Alone;
            if (migrations.Count == 0 || migrations[^1].IsAlone != isAlone || kind == ExtraKind.Validation) migrations.Add((isAlone, []));
            migrations[^1].Sql.Add($"{sql};");
        }
    }

    /// <summary>True if both change the same text in different ways.</summary>
    public bool Contradicts(Rewrite other) => Edits.Any(own => other.Edits.Any(their => own != their && own.Overlaps(their)));
}

/// <summary>Text in place of a part of a file, in byte offsets of <see cref="SourceText.Bytes"/>.</summary>
internal readonly record struct TextEdit(int Start, int End, string Text)
{
    /// <summary>Two insertions at one place do not overlap.</summary>
    public bool Overlaps(TextEdit other) => Start < other.End && other.Start < End;
}

/// <param name="Sql">Without semicolon.</param>
/// <param name="Kind">How it runs.</param>
internal sealed record ExtraStatement(string Sql, ExtraKind Kind = ExtraKind.Plain);

internal enum ExtraKind
{
    /// <summary>In the transaction of what is around it.</summary>
    Plain,

    /// <summary>Reads a whole table, so the locks of what comes before must be gone: it begins a transaction.</summary>
    Validation,

    /// <summary>Cannot be in a transaction.</summary>
    Alone,

    /// <summary>Sets something for what follows it in the file.</summary>
    Setting,
}
