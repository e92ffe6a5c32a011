using Microsoft.Build.Framework;
using SchemaBuild.Analysis;
using SchemaBuild.MSBuild.Application;

namespace SchemaBuild.MSBuild;

/// <summary>Reports the findings of a project's migrations, on every build: from the cache when nothing has changed.</summary>
[MSBuildMultiThreadableTask]
public sealed class LintMigrations : MigrationTask
{
    /// <summary>The project's <c>TreatWarningsAsErrors</c>, which MSBuild does not apply to the warnings of tasks.</summary>
    public bool TreatWarningsAsErrors { get; set; }

    /// <summary>Where the checksums of the frozen files are recorded.</summary>
    public string BaselineLockFile { get; set; } = "";

    /// <summary>The project's <c>ContinuousIntegrationBuild</c>: such a build records nothing.</summary>
    public bool ContinuousIntegrationBuild { get; set; }

    /// <summary>The C# files that must fit the schema; none to leave them alone.</summary>
    public ITaskItem[] Sources { get; set; } = [];

    /// <summary>The project's <c>DefineConstants</c>.</summary>
    public string? DefineConstants { get; set; }

    /// <summary>The <c>.editorconfig</c> and <c>.globalconfig</c> files above the C# files.</summary>
    public ITaskItem[] SourceConfigFiles { get; set; } = [];

    /// <summary>Where what was found in the C# files is kept from build to build.</summary>
    public string ApplicationCache { get; set; } = "";

    internal override void Run()
    {
        var fingerprint = FingerprintOfFindings();
        var path = Resolve(FindingsCache);
        var cached = MSBuild.FindingsCache.TryRead(path);
        if (fingerprint.ChangeSince(cached?.Fingerprint) is { } change)
        {
            Log.LogMessage(MessageImportance.Low, "{0}", $"Analysing the migrations because {change}.");
            cached = Analyze().Findings;
            cached.Write(path, Log);
        }
        else
        {
            Log.LogMessage(MessageImportance.Low, "{0}", "Nothing that the findings depend on has changed: repeating those of the last build.");
        }

        var findings = cached!.Findings;
        if (Items.Length == 0)
            ReportProject(new(BuildRules.NoMigrations, Path.GetFileName(ProjectFile), "The project has no migrations. Add one, such as migrations/001_create_users.sql, or set SchemaBuildMigrationsDirectory to the folder that holds them."));
        if (string.IsNullOrEmpty(Baseline))
        {
            if (Adoption.Advice(Path.GetFileName(ProjectFile), Items, findings) is { } advice) ReportProject(advice);
        }
        else if (BaselineLockFile.Length > 0)
        {
            foreach (var problem in new FrozenFiles(BaselineLockFile, Resolve(BaselineLockFile), Baseline, !ContinuousIntegrationBuild).Check(Items)) ReportProject(problem);
        }

        foreach (var finding in findings) ReportPromoted(finding);
        if (!cached.Changes.IsEmpty && Sources.Length > 0) CheckApplication(cached.Changes);
        Log.LogMessage(MessageImportance.Normal, "{0}", $"{Items.Length} migration files, {cached.Findings.Count(finding => finding.Severity > Severity.Suggestion)} findings.");
    }

    private void CheckApplication(SchemaChanges changes)
    {
        var sources = Sources.Select(item => (Path: item.ItemSpec, FullPath: Resolve(item.ItemSpec))).Where(source => !CodeFile.IsGenerated(source.Path) && File.Exists(source.FullPath))
            .DistinctBy(source => source.FullPath).Select(source => (source.Path, Content: File.ReadAllBytes(source.FullPath))).ToList();
        var fingerprint = NewFingerprint();
        var schema = new MemoryStream();
        using (var writer = new BinaryWriter(schema)) changes.Write(writer);
        fingerprint.AddContent("what the migrations leave behind", schema.ToArray());
        fingerprint.Add("DefineConstants", DefineConstants ?? "");
        foreach (var (path, content) in sources) fingerprint.AddContent(path, content);

        var cached = MSBuild.FindingsCache.TryRead(Resolve(ApplicationCache));
        if (fingerprint.ChangeSince(cached?.Fingerprint) is { } change)
        {
            Log.LogMessage(MessageImportance.Low, "{0}", $"Comparing the code with the schema because {change}.");
            var texts = sources.Select(source => (source.Path, Decode(source.Content))).ToList();
            var symbols = (DefineConstants ?? "").Split([';', ',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            cached = new FindingsCache(fingerprint, ApplicationCheck.Check(texts, changes, symbols, Cancellation), SchemaChanges.None);
            cached.Write(Resolve(ApplicationCache), Log);
        }

        if (cached!.Findings.Count == 0) return;
        var severities = new SeverityConfiguration(new(NoWarn, WarningsAsErrors, WarningsNotAsErrors), [], ReadConfigs([.. ConfigFiles, .. SourceConfigFiles]), ProjectDirectory);
        foreach (var finding in cached.Findings)
        {
            var severity = severities.Of(finding.Code, finding.File) ?? SeverityOf(BuildRules.All.Single(rule => rule.Code == finding.Code));
            if (severity > Severity.Silent) ReportPromoted(finding with { Severity = severity });
        }

        static string Decode(byte[] content)
        {
            using var reader = new StreamReader(new MemoryStream(content));
            return reader.ReadToEnd();
        }
    }

    private void ReportProject(ProjectFinding finding)
    {
        var severity = Severities.Of(finding.Rule.Code, finding.File) ?? finding.Rule.DefaultSeverity;
        if (severity != Severity.None)
            ReportPromoted(new(severity, finding.Rule.Code, finding.Rule.HelpUrl, finding.File, finding.Line, finding.Line, finding.Line, finding.Line, finding.Message, null));
    }

    private void ReportPromoted(ReportedFinding finding)
    {
        var isPromoted = finding.Severity == Severity.Warning && TreatWarningsAsErrors && !WarningSettings.Codes(WarningsNotAsErrors).Contains(finding.Code);
        Report(isPromoted ? finding with { Severity = Severity.Error } : finding);
    }

    // SQL may hold braces, which a message would take for its arguments: hence "{0}".
    private void Report(ReportedFinding finding)
    {
        var (file, line, column, endLine, endColumn) = (finding.File, finding.Line, finding.Column, finding.EndLine, finding.EndColumn);
        switch (finding.Severity)
        {
            case Severity.Error:
                Log.LogError(null, finding.Code, null, finding.HelpUrl, file, line, column, endLine, endColumn, "{0}", finding.Message);
                break;
            case Severity.Warning:
                Log.LogWarning(null, finding.Code, null, finding.HelpUrl, file, line, column, endLine, endColumn, "{0}", finding.Message);
                break;
            default:
                Log.LogMessage(null, finding.Code, null, file, line, column, endLine, endColumn, MessageImportance.Low, "{0}", finding.Message);
                break;
        }

        if (finding is { Help: { } help, Severity: > Severity.Suggestion })
            Log.LogMessage(MessageImportance.Normal, "{0}", $"{finding.Code}, instead of {file}({line},{column}):\n{help}");
    }
}
