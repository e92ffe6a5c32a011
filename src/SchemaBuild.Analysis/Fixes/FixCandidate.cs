using System.Globalization;
using System.Numerics;
using SchemaBuild.Analysis.Sources;

namespace SchemaBuild.Analysis.Fixes;

/// <summary>One way to write the fixes of a file.</summary>
/// <param name="Fixes">Those that it makes.</param>
/// <param name="Files">The file as it becomes, then new ones.</param>
internal sealed record FixCandidate(IReadOnlyList<DraftedFix> Fixes, IReadOnlyList<MigrationInput> Files)
{
    /// <summary>All ways, the best first; none with the reason.</summary>
    public static List<FixCandidate> Of(FileDraft draft, IReadOnlyList<DraftedFix> fixes, MigrationInput input, MigrationNames names, out string? hindrance)
    {
        var candidates = new List<FixCandidate>();
        hindrance = null;
        foreach (var gathers in (bool[])[true, false])
        {
            if (FileLayout.Create(draft, fixes, gathers, out hindrance) is not { } layout) continue;
            foreach (var form in Forms(layout, input, names))
            {
                var text = LayoutText.Write(layout, form);
                var files = new List<MigrationInput> { input with { Content = RawText.Apply(input.Content.Span, text.Edits) } };
                files.AddRange(text.NewFiles.Select((file, i) => New(input, draft.File.Name!, i + 1, file)));
                if (!candidates.Exists(known => IsSame(known.Files, files))) candidates.Add(new FixCandidate(fixes, files));
            }
        }

        if (candidates.Count == 0) hindrance ??= "it takes a migration of its own, and there is no free version after this one, or a rollback or history statement belongs to the file";
        return candidates;
    }

    private static IEnumerable<LayoutForm> Forms(FileLayout layout, MigrationInput input, MigrationNames names)
    {
        if (layout.Groups.Count == 1) return [LayoutForm.Split];
        var keepsHistory = layout.Draft.Statements.Any(statement => statement.Role == StatementRole.History);
        var canSplit = !keepsHistory && layout.Draft.File.Name is { } name && !names.HasRollback(name) && names.HasRoomAfter(name, layout.Groups.Count - 1);
        if (layout.Rewrites.Values.Any(rewrite => rewrite.OnlySplits)) return canSplit ? [LayoutForm.Split] : [];
        return canSplit ? [LayoutForm.Split, LayoutForm.NoTransaction, LayoutForm.Transactions] : [LayoutForm.NoTransaction, LayoutForm.Transactions];
    }

    private static bool IsSame(IReadOnlyList<MigrationInput> left, List<MigrationInput> right) =>
        left.Count == right.Count && left.Zip(right).All(pair => pair.First.Path == pair.Second.Path && pair.First.Content.Span.SequenceEqual(pair.Second.Content.Span));

    private static MigrationInput New(MigrationInput original, MigrationFileName name, int number, NewFile file)
    {
        var version = (name.Number + number).ToString(CultureInfo.InvariantCulture).PadLeft(name.Version.Length, '0');
        var fileName = name.Name.Length > 0 ? $"{version}_{name.Name}_{file.Suffix}.sql" : $"{version}_{file.Suffix}.sql";
        return new MigrationInput(Beside(original.Path, fileName), Beside(original.RelativePath, fileName), RawText.Like(original.Content.Span, file.Text));
    }

    private static string Beside(string path, string fileName) => path[..(path.Replace('\\', '/').LastIndexOf('/') + 1)] + fileName;
}

/// <summary>The versions that are taken.</summary>
/// <param name="files">Paths below the migrations folder.</param>
internal sealed class MigrationNames(IEnumerable<string> files)
{
    private readonly List<MigrationFileName> _names = [.. files.Select(MigrationFileName.Parse).OfType<MigrationFileName>()];

    public bool HasRollback(MigrationFileName migration) => _names.Exists(name => name.IsRollback && name.Number == migration.Number);

    /// <summary>True if that many versions are free between this one and the next.</summary>
    public bool HasRoomAfter(MigrationFileName migration, int count)
    {
        BigInteger? next = null;
        foreach (var name in _names)
            if (!name.IsRollback && name.Number > migration.Number && (next is null || name.Number < next)) next = name.Number;
        return next is null || next > migration.Number + count;
    }
}
