namespace SchemaBuild.Analysis.Sources;

/// <summary>The output of <c>pg_dump --schema-only</c>: SQL with psql's meta-commands, <c>\restrict</c>, <c>\unrestrict</c> and <c>\connect</c>.</summary>
internal static class SchemaDump
{
    private static readonly string[] Commands = ["\\restrict ", "\\unrestrict ", "\\connect "];

    public static MigrationFile Read(MigrationInput input) =>
        MigrationFile.Read(SourceText.Decode(input.Path, WithoutCommands(input.Content.Span)), input.RelativePath);

    /// <summary>Puts blanks in their place, so that every position stays.</summary>
    private static byte[] WithoutCommands(ReadOnlySpan<byte> dump)
    {
        var result = dump.ToArray();
        for (var start = 0; start < dump.Length;)
        {
            var length = dump[start..].IndexOf((byte)'\n');
            var end = length < 0 ? dump.Length : start + length;
            if (dump[start] == '\\' && IsCommand(dump[start..end])) result.AsSpan(start..end).Fill((byte)' ');
            start = end + 1;
        }

        return result;
    }

    private static bool IsCommand(ReadOnlySpan<byte> line)
    {
        foreach (var command in Commands)
            if (line.StartsWith(System.Text.Encoding.ASCII.GetBytes(command))) return true;
        return false;
    }
}
