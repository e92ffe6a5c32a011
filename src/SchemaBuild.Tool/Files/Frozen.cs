using System.Text;
using SchemaBuild.Analysis;
using SchemaBuild.Analysis.Sources;

namespace SchemaBuild.Tool.Files;

/// <summary>Compares frozen files with the lock that the build has written beside them.</summary>
internal static class Frozen
{
    /// <exception cref="ToolException">A lock cannot be understood.</exception>
    public static IEnumerable<Finding> Changes(IReadOnlyList<(string Folder, MigrationInput Lock)> locks, IReadOnlyList<MigrationInput> files, AnalysisOptions options)
    {
        foreach (var (folder, file) in locks)
        {
            var own = files.Where(input => input.Path == MigrationFiles.Join(folder, input.RelativePath))
                .Select(input => new LockedFile(input.Path, input.RelativePath, SourceText.Decode(input.Path, input.Content.Span).Checksum));
            foreach (var (path, message) in Read(file, own, options).Changes)
            {
                var severity = options.ConfiguredSeverity?.Invoke(BuildRules.FrozenFileChanged.Code, path) ?? BuildRules.FrozenFileChanged.SeverityIn(options.Mode);
                if (severity != Severity.None)
                    yield return new Finding { Rule = BuildRules.FrozenFileChanged, Severity = severity, File = path, Line = 1, Column = 1, EndLine = 1, EndColumn = 1, Message = message };
            }
        }
    }

    private static BaselineLock Read(MigrationInput file, IEnumerable<LockedFile> files, AnalysisOptions options)
    {
        try
        {
            return new BaselineLock(file.Path, Encoding.UTF8.GetString(file.Content.Span), options.Baseline!, files);
        }
        catch (FormatException error)
        {
            throw new ToolException(error.Message);
        }
    }
}
