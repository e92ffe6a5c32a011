using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Build.Framework;
using SchemaBuild.Analysis;
using SchemaBuild.Analysis.Rules;
using SchemaBuild.MSBuild.Application;
using SchemaBuild.PgQuery;

namespace SchemaBuild.MSBuild;

/// <summary>What the two tasks share: the migrations of a project, and the settings that their analysis depends on.</summary>
[SuppressMessage("Design", "CA1001", Justification = "MSBuild disposes no tasks, and a source without a timer holds nothing.")]
public abstract class MigrationTask : Microsoft.Build.Utilities.Task, ICancelableTask
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>The full path of the project. Relative paths start in its folder.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>The migration and rollback files. Metadata: <c>MigrationPath</c>, the path below the migrations folder; <c>NoWarn</c>, codes.</summary>
    public ITaskItem[] Migrations { get; set; } = [];

    /// <summary>The <c>.editorconfig</c> and <c>.globalconfig</c> files above the migrations.</summary>
    public ITaskItem[] ConfigFiles { get; set; } = [];

    /// <summary>The oldest server major that must be safe, 14 to 18.</summary>
    [Required]
    public string PostgresVersion { get; set; } = "";

    /// <summary><c>minimum</c>, <c>default</c> or <c>strict</c>.</summary>
    [Required]
    public string AnalysisMode { get; set; } = "";

    /// <summary>Files up to this version are frozen; none if empty.</summary>
    public string? Baseline { get; set; }

    /// <summary>A <c>pg_dump --schema-only</c> file that is the catalogue before the first migration; none if empty.</summary>
    public string? SchemaFile { get; set; }

    /// <summary>The file <c>schema-stats.json</c> with the sizes of the tables in production; it need not exist.</summary>
    public string? StatsFile { get; set; }

    /// <summary>The project's <c>NoWarn</c>.</summary>
    public string? NoWarn { get; set; }

    /// <summary>The project's <c>WarningsAsErrors</c>.</summary>
    public string? WarningsAsErrors { get; set; }

    /// <summary>The project's <c>WarningsNotAsErrors</c>.</summary>
    public string? WarningsNotAsErrors { get; set; }

    /// <summary>Where the findings are kept from build to build.</summary>
    [Required]
    public string FindingsCache { get; set; } = "";

    internal string ProjectDirectory => Path.GetDirectoryName(ProjectFile)!;

    internal CancellationToken Cancellation => _cancellation.Token;

    internal MigrationItem[] Items { get; private set; } = [];

    /// <inheritdoc/>
    public sealed override bool Execute()
    {
        try
        {
            // In one order, whatever the order of the items. A file that is named twice is one file.
            Items = [.. Migrations.DistinctBy(item => Path.GetFullPath(item.ItemSpec, ProjectDirectory)).Select(item => MigrationItem.Read(item, ProjectDirectory))
                .OrderBy(item => item.MigrationPath, StringComparer.Ordinal)];
            Run();
        }
        catch (BuildException error)
        {
            Report(error.Error, error.Message, error.File);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Report(BuildRules.UnreadableFile, error.Message, file: null);
        }
        catch (PgQueryException error) when (error.Code == PgQueryError.LibraryMissing)
        {
            Report(BuildRules.ParserUnavailable, $"{error.Message.Split('\n')[0].TrimEnd('\r', '.', ' ')}. Build on a platform that the package supports, or set SchemaBuildSkip to true there.", file: null);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (Exception error)
        {
            Report(InternalError.Rule, $"{error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")} This is a fault of SchemaBuild. Report it with what a build with -v:detailed prints below it, and set SchemaBuildSkip to true until it is mended.", file: null);
            Log.LogMessage(MessageImportance.Normal, "{0}", error.ToString());
        }

        return !Log.HasLoggedErrors;
    }

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    internal abstract void Run();

    internal string Resolve(string path) => Path.Combine(ProjectDirectory, path);

    /// <summary>All that the findings depend on.</summary>
    internal Fingerprint FingerprintOfFindings()
    {
        var result = NewFingerprint();
        result.Add("SchemaBuildAnalysisMode", AnalysisMode);
        result.Add("SchemaBuildBaseline", Baseline ?? "");
        if (Stats is { } stats) result.AddContent(stats.Path, stats.Content.Span);
        result.Add("NoWarn", NoWarn ?? "");
        result.Add("WarningsAsErrors", WarningsAsErrors ?? "");
        result.Add("WarningsNotAsErrors", WarningsNotAsErrors ?? "");
        // An allow can end on a day.
        result.Add("the date", Options.Today.ToString("O", CultureInfo.InvariantCulture));
        foreach (var file in Configs) result.AddContent(file.FullPath, System.Text.Encoding.UTF8.GetBytes(file.Text));
        foreach (var item in Items)
        {
            result.AddContent(item.Path, item.Content);
            result.Add($"the metadata of {item.Path}", $"{item.MigrationPath}|{item.NoWarn}");
        }

        return result;
    }

    /// <summary>What every result depends on.</summary>
    internal Fingerprint NewFingerprint()
    {
        var result = new Fingerprint();
        foreach (var part in (Type[])[typeof(MigrationTask), typeof(MigrationAnalyzer), typeof(PgQueryParser)])
            result.Add(part.Assembly.GetName().Name!, part.Module.ModuleVersionId.ToString());
        result.Add("SchemaBuildPostgresVersion", PostgresVersion);
        result.Add("SchemaBuildSchemaFile", SchemaFile ?? "");
        if (Schema is { } schema) result.AddContent(schema.Path, schema.Content.Span);
        return result;
    }

    /// <summary>Analyses the migrations, and gives the result together with what the next build needs to know of it.</summary>
    internal (AnalysisResult Result, FindingsCache Findings) Analyze()
    {
        var (result, changes) = SchemaChanges.Analyze(
            Items.Select(item => new MigrationInput(item.Path, item.MigrationPath, item.Content)),
            Options with { ConfiguredSeverity = Severities.Of, SchemaFile = Schema, StatsFile = Stats, ReportStatements = true },
            Cancellation);
        return (result, new FindingsCache(FingerprintOfFindings(), [.. ConfigurationFaults(), .. ReportedFinding.From(result)], changes));
    }

    private IEnumerable<ReportedFinding> ConfigurationFaults()
    {
        var project = Path.GetFileName(ProjectFile);
        var rule = BuildRules.DubiousConfiguration;
        var severity = Severities.Of(rule.Code, project) ?? SeverityOf(rule);
        if (severity == Severity.None) yield break;
        foreach (var fault in Severities.Faults(Items.Select(item => item.Path)))
        {
            // The compiler's library names the file in its message, if at all.
            var file = Configs.FirstOrDefault(config => fault.Contains(config.FullPath, StringComparison.Ordinal))?.FullPath ?? project;
            yield return new(severity, rule.Code, rule.HelpUrl, file, 0, 0, 0, 0, fault, null);
        }
    }

    internal Severity SeverityOf(RuleDescriptor rule) => rule.SeverityIn(Options.Mode);

    internal ConfigFile[] ReadConfigs(ITaskItem[] items) => [.. ConfigFile.ReadAll(items, ProjectDirectory)];

    internal SeverityConfiguration Severities => field ??= new(new(NoWarn, WarningsAsErrors, WarningsNotAsErrors), Items, Configs, ProjectDirectory);

    private MigrationInput? Schema => field ??= string.IsNullOrEmpty(SchemaFile) ? null
        : new(SchemaFile, Path.GetFileName(SchemaFile), MigrationItem.ReadFile(Resolve(SchemaFile), SchemaFile));

    private MigrationInput? Stats => field ??= string.IsNullOrEmpty(StatsFile) || !File.Exists(Resolve(StatsFile)) ? null
        : new(StatsFile, Path.GetFileName(StatsFile), MigrationItem.ReadFile(Resolve(StatsFile), StatsFile));

    private ConfigFile[] Configs => field ??= ReadConfigs(ConfigFiles);

    private AnalysisOptions Options => field ??= new()
    {
        PostgresVersion = int.TryParse(PostgresVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            && major is >= AnalysisOptions.OldestVersion and <= AnalysisOptions.NewestVersion
                ? major
                : throw Invalid("SchemaBuildPostgresVersion", PostgresVersion, $"the major of the oldest server in use, {AnalysisOptions.OldestVersion} to {AnalysisOptions.NewestVersion}"),
        Mode = AnalysisMode.ToLowerInvariant() switch
        {
            "minimum" => SchemaBuild.Analysis.AnalysisMode.Minimum,
            "default" => SchemaBuild.Analysis.AnalysisMode.Default,
            "strict" => SchemaBuild.Analysis.AnalysisMode.Strict,
            _ => throw Invalid("SchemaBuildAnalysisMode", AnalysisMode, "minimum, default or strict"),
        },
        Baseline = string.IsNullOrEmpty(Baseline) ? null
            : Baseline.All(char.IsAsciiDigit) ? Baseline
            : throw Invalid("SchemaBuildBaseline", Baseline, "the version of the last migration that is frozen, such as 042"),
    };

    internal static BuildException Invalid(string property, string value, string expected) =>
        new(BuildRules.InvalidProperty, $"{property} is '{value}'. Set it to {expected}.");

    private void Report(RuleDescriptor error, string message, string? file) =>
        Log.LogError(null, error.Code, null, error.HelpUrl, file ?? Path.GetFileName(ProjectFile), 0, 0, 0, 0, "{0}", message);
}
