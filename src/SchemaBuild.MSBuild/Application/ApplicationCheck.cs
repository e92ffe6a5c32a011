using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;

namespace SchemaBuild.MSBuild.Application;

/// <summary>Compares the C# files of a project with what its migrations leave behind.</summary>
internal static partial class ApplicationCheck
{
    // Where a model can say how a class is mapped, in whatever file it is.
    private static readonly System.Buffers.SearchValues<string> ModelWords =
        System.Buffers.SearchValues.Create(["DbSet<", ".ToTable(", ".HasTableName(", ".HasColumnName(", "EntityTypeBuilder<", "UseSnakeCaseNamingConvention", "[Table("], StringComparison.Ordinal);

    /// <summary>What does not fit, with the default severities, in the order of the files and places.</summary>
    /// <param name="sources">The files, as the project names them, with their texts.</param>
    /// <param name="changes">What the migrations have done.</param>
    /// <param name="symbols">The symbols that are defined when the project is compiled.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static IReadOnlyList<ReportedFinding> Check(
        IReadOnlyList<(string Path, string Text)> sources, SchemaChanges changes, IEnumerable<string> symbols, CancellationToken cancellationToken)
    {
        var names = new SchemaNames(changes);
        if (!sources.Any(source => names.AreIn(source.Text))) return [];
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview).WithPreprocessorSymbols(symbols);
        var files = new List<CodeFile>();
        var rest = new List<(string Path, string Text)>();
        foreach (var source in sources)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (names.AreIn(source.Text) || source.Text.AsSpan().ContainsAny(ModelWords)) Read(source);
            else rest.Add(source);
        }

        ReadClassesOfModels();
        return
        [
            .. from pair in Uses()
               let rule = ApplicationMessages.Explain(pair.Use)
               where !pair.File.IsDisabled(rule.Rule.Code, pair.Use.Span.Start)
               let place = pair.File.PositionOf(pair.Use.Span)
               orderby pair.File.Path, place.Start
               select new ReportedFinding(
                   rule.Rule.DefaultSeverity, rule.Rule.Code, rule.Rule.HelpUrl, pair.File.Path, place.Start.Line + 1, place.Start.Character + 1,
                   place.End.Line + 1, place.End.Character + 1, rule.Message, null),
        ];

        void Read((string Path, string Text) source)
        {
            try
            {
                if (CodeFile.Read(source.Path, source.Text, options) is { } file) files.Add(file);
            }
            catch (InsufficientExecutionStackException)
            {
                // The compiler refuses a file that deep, too, and says so.
            }
        }

        IEnumerable<(CodeFile File, UseOfSchema Use)> Uses() =>
            files.SelectMany(file => file.Texts.SelectMany(text => SqlUse.Of(text, names)).Select(use => (file, use)))
                .Concat(ApplicationModel.UsesIn(files, names))
                .Distinct();

        // Classes that a model in another file maps, and their bases, may stand in files that hold none of the names.
        void ReadClassesOfModels()
        {
            while (rest.Count > 0)
            {
                var known = files.SelectMany(file => file.Classes).Select(one => one.Name).ToHashSet();
                var wanted = files.SelectMany(file => file.Sets.Select(set => set.Class).Concat(file.FluentNames.Select(name => name.Entity)).Concat(file.Classes.SelectMany(one => one.Bases)))
                    .OfType<string>().Where(name => name.Length > 0 && !known.Contains(name)).ToHashSet();
                if (wanted.Count == 0) return;
                var found = rest.Where(source => Declaration().Matches(source.Text).Any(match => wanted.Contains(match.Groups[1].Value))).ToList();
                if (found.Count == 0) return;
                foreach (var source in found)
                {
                    rest.Remove(source);
                    Read(source);
                }
            }
        }
    }

    [GeneratedRegex(@"\b(?:class|record)\s+(\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex Declaration();
}
