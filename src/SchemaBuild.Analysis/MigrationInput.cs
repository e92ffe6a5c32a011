namespace SchemaBuild.Analysis;

/// <summary>A migration or rollback file to analyse.</summary>
/// <param name="Path">The path as findings show it.</param>
/// <param name="RelativePath">The path below the migrations folder; its name begins with the version.</param>
/// <param name="Content">The bytes of the file: UTF-8, with or without byte order mark, LF or CRLF.</param>
public sealed record MigrationInput(string Path, string RelativePath, ReadOnlyMemory<byte> Content);
