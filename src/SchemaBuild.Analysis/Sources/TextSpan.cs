namespace SchemaBuild.Analysis.Sources;

/// <summary>A part of a file, in byte offsets.</summary>
internal readonly record struct TextSpan(int Start, int End);
