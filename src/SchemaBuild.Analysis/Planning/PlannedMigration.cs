using System.Globalization;
using System.Text;
using SchemaBuild.Analysis.Sources;

namespace SchemaBuild.Analysis;

/// <summary>A migration as the runner executes it.</summary>
/// <param name="Version">The leading digits of the file name, as written.</param>
/// <param name="Name">The rest of the file name, without extension.</param>
/// <param name="Description">The header's description, or the name with spaces.</param>
/// <param name="Up">The migration file.</param>
/// <param name="Down">The rollback file, or null.</param>
public sealed record PlannedMigration(string Version, string Name, string Description, PlannedScript Up, PlannedScript? Down);

/// <summary>A file with its steps.</summary>
public sealed class PlannedScript
{
    private readonly SourceText _source;

    internal PlannedScript(SourceText source, string relativePath, IReadOnlyList<PlannedStep> steps)
    {
        _source = source;
        RelativePath = relativePath;
        Steps = steps;
    }

    /// <summary>As given in <see cref="MigrationInput.Path"/>.</summary>
    public string Path => _source.Path;

    /// <summary>Below the migrations folder, with '/'.</summary>
    public string RelativePath { get; }

    /// <summary>Lower-case hex SHA-256 of the text without byte order mark and with LF line ends.</summary>
    public string Checksum => _source.Checksum;

    /// <summary>The text without byte order mark and with LF line ends; bytes that are no text are replaced.</summary>
    public string Text => _source.Text;

    /// <summary>In order; empty if the file cannot be parsed.</summary>
    public IReadOnlyList<PlannedStep> Steps { get; }

    /// <summary>Why the file could not be cut into steps, or null. It must not be run: having no steps, it would count as applied.</summary>
    public string? Error { get; internal init; }

    /// <summary>
    /// The steps as the runner's <c>MigrationScript</c> reads them: one a line, <c>KIND start length segment[!][^][~][ target]</c>, before it a BEGIN that is no step. A file that could not be cut gets a
    /// plan that cannot be read either, so that a run stops there in spite of all.
    /// </summary>
    public string WritePlan()
    {
        if (Error is not null) return $"the file could not be parsed: {Error}";
        var plan = new StringBuilder();
        foreach (var step in Steps)
        {
            if (step.Begin is { } begin) plan.Append(CultureInfo.InvariantCulture, $"BEGIN {begin.Start} {begin.Length} {step.Segment}\n");
            plan.Append(CultureInfo.InvariantCulture, $"{step.Kind} {step.Start} {step.Length} {step.Segment}{(step.RunsAlone ? "!" : "")}{(step.TakesStrongLock ? "^" : "")}{(step.IsRepeatable ? "~" : "")}");
            // A name that holds a line end is left out: the runner can do without.
            if (step.Target is { } target && !target.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029')) plan.Append(' ').Append(target);
            plan.Append('\n');
        }

        return plan.ToString();
    }
}
