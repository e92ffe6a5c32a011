namespace SchemaBuild.Analysis;

/// <summary>What <see cref="MigrationFixer"/> would change. Nothing is written.</summary>
/// <param name="Changes">Files that change or are new, in the order of the migrations.</param>
/// <param name="Outcomes">One for each finding that was asked for, in the order of the files and places.</param>
/// <param name="Before">What the analysis says of the files as they are.</param>
/// <param name="After">What it says of them with the changes.</param>
/// <param name="Files">All files with the changes.</param>
public sealed record FixResult(
    IReadOnlyList<FileChange> Changes, IReadOnlyList<FixOutcome> Outcomes, AnalysisResult Before, AnalysisResult After, IReadOnlyList<MigrationInput> Files);

/// <summary>A file that changes or is new.</summary>
/// <param name="Path">As findings show it.</param>
/// <param name="Before">Its bytes; null if it is new.</param>
/// <param name="After">Its bytes afterwards: what is not edited stays as it is, byte order mark and line ends too.</param>
/// <param name="SplitFrom">The path of the file that it is a part of; null unless it is new.</param>
public sealed record FileChange(string Path, ReadOnlyMemory<byte>? Before, ReadOnlyMemory<byte> After, string? SplitFrom = null);

/// <summary>What became of a finding.</summary>
/// <param name="Finding">The finding, in the file as it was when it was mended.</param>
/// <param name="IsFixed">True if it is gone.</param>
/// <param name="Explanation">What is written instead, or why not; begins in lower case and has no full stop.</param>
public sealed record FixOutcome(Finding Finding, bool IsFixed, string Explanation);
