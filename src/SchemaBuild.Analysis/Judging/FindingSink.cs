using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Fixes;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.Analysis.Sources;

namespace SchemaBuild.Analysis.Judging;

/// <summary>Takes the findings of one rule and gives them their severity.</summary>
internal sealed class FindingSink(AnalysisOptions options, List<Finding> findings, FixDrafts? fixes = null)
{
    public required RuleDescriptor Rule { get; init; }

    /// <summary>Files about which the rule has nothing to say, though others may lead to them.</summary>
    public Func<MigrationFile, bool>? IsFrozen { get; init; }

    /// <summary>The sizes of the tables, as far as they are known.</summary>
    public SchemaStats Stats { get; init; } = SchemaStats.None;

    public int Major => options.PostgresVersion;

    public DateOnly Today => options.Today;

    public void Add(AnalyzedStatement statement, Relation relation, string message, Remedy? remedy = null)
    {
        var mode = statement.Effects.LockOn(relation);
        Add(statement.Statement, message, remedy, [relation.Name.ToString()], mode == LockMode.None ? null : mode.PgName(), statement.Effects.PlaceOf(relation));
    }

    /// <param name="statement">The statement, whose <c>allow</c> comments count.</param>
    /// <param name="message">What happens.</param>
    /// <param name="remedy">What to write instead.</param>
    /// <param name="relations">The relations that it is about.</param>
    /// <param name="lockName">The lock that hurts.</param>
    /// <param name="place">The part of the statement that it is about; null for all of it.</param>
    public void Add(
        SqlStatement statement, string message, Remedy? remedy = null, IReadOnlyList<string>? relations = null, string? lockName = null, TextSpan? place = null) =>
        Add(StatementPlace.Of(statement), message, remedy, relations, lockName, place);

    /// <summary>The same for a statement whose file is forgotten.</summary>
    public void Add(
        StatementPlace statement, string message, Remedy? remedy = null, IReadOnlyList<string>? relations = null, string? lockName = null, TextSpan? place = null)
    {
        var allow = Allow(statement);
        if (allow is not null) allow.Used = true;
        var finding = Add(statement.File, place?.Start ?? statement.Start, place?.End ?? statement.End, message, Help(remedy), relations, lockName, allow is not null, remedy is { Rewrite: not null });
        if (finding is not null) fixes?.Add(finding, statement, remedy?.Rewrite);
    }

    public void Add(MigrationFile file, int start, int end, string message, string? help = null) =>
        Add(file, start, end, message, help, null, null, AllowOfFile(file) is not null, hasFix: false);

    private Finding? Add(
        MigrationFile file, int start, int end, string message, string? help, IReadOnlyList<string>? relations, string? lockName, bool isSuppressed, bool hasFix)
    {
        if (IsFrozen?.Invoke(file) == true) return null;
        var (rule, size) = Sized(relations);
        var severity = options.SeverityOf(rule, file.Source.Path);
        if (severity == Severity.None) return null;
        var (from, to) = (file.Source.PositionOf(start), file.Source.PositionOf(end));
        var finding = new Finding
        {
            Rule = Rule,
            Severity = severity,
            File = file.Source.Path,
            Line = from.Line,
            Column = from.Column,
            EndLine = to.Line,
            EndColumn = to.Column,
            Message = message + size,
            Help = help,
            Relations = relations ?? [],
            Lock = lockName,
            IsSuppressed = isSuppressed,
            HasFix = hasFix,
        };
        findings.Add(finding);
        return finding;
    }

    /// <summary>The only place where the size of a table counts: it moves the default severity, never one that somebody has configured, and tells how much there is to do.</summary>
    private (RuleDescriptor Rule, string Sentence) Sized(IReadOnlyList<string>? relations)
    {
        if (!Rule.DependsOnSize || relations is null) return (Rule, "");
        var known = relations.Select(name => (Name: name, Size: Stats.Find(name))).Where(pair => pair.Size is not null).OrderByDescending(pair => pair.Size!.Rows).ToList();
        if (known is not [var (name, size), ..]) return (Rule, "");
        var bytes = size!.Bytes is { } some ? $" ({SchemaStats.Bytes(some)})" : "";
        var writes = size.WritesPerSecond is { } each and >= 0.1 ? $", and {SchemaStats.Count(each)} of them are written each second" : "";
        var sentence = $" {name} has {SchemaStats.Count(size.Rows)} {(size.Rows == 1 ? "row" : "rows")}{bytes}{writes}.";
        // One table whose size nobody knows may be the large one.
        return (size.IsSmall && known.Count < relations.Count ? Rule : Rule.For(size), sentence);
    }

    private Directive? Allow(StatementPlace statement) =>
        statement.Directives.FirstOrDefault(directive => directive.Allows(Rule.Code, options.Today)) ?? AllowOfFile(statement.File);

    private Directive? AllowOfFile(MigrationFile file)
    {
        var allow = file.Directives.FirstOrDefault(directive => directive.CoversFile && directive.Allows(Rule.Code, options.Today));
        if (allow is not null) allow.Used = true;
        return allow;
    }

    private static string? Help(Remedy? remedy) => remedy switch
    {
        null => null,
        { Migrations: [] } => remedy.Advice,
        { Migrations: [var only] } => only,
        _ => string.Join("\n", remedy.Migrations.Select((sql, i) => $"-- migration {i + 1}\n{sql}")),
    };
}
