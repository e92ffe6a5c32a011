using System.Text;

namespace SchemaBuild.Analysis.Sources;

/// <summary>The metadata comments at the top of a file: <c>-- Version: 001</c>, <c>-- Description: …</c>, <c>-- Created: …</c>.</summary>
internal sealed record FileHeader(string? Version, int VersionOffset, string? Description, string? Created)
{
    public static FileHeader Read(SourceText source)
    {
        var header = new FileHeader(null, 0, null, null);
        var rest = source.Bytes.AsSpan();
        var offset = 0;
        while (offset < rest.Length)
        {
            var lineEnd = rest[offset..].IndexOf((byte)'\n');
            var line = lineEnd < 0 ? rest[offset..] : rest.Slice(offset, lineEnd);
            var text = Encoding.UTF8.GetString(line).Trim();
            if (text.Length > 0 && !text.StartsWith("--", StringComparison.Ordinal)) break;
            header = header.With(text, offset);
            if (lineEnd < 0) break;
            offset += lineEnd + 1;
        }

        return header;
    }

    private FileHeader With(string line, int offset)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return this;
        var value = line[(colon + 1)..].Trim();
        return line[2..colon].Trim().ToUpperInvariant() switch
        {
            _ when value.Length == 0 => this,
            "VERSION" when Version is null => this with { Version = value, VersionOffset = offset },
            "DESCRIPTION" when Description is null => this with { Description = value },
            "CREATED" when Created is null => this with { Created = value },
            _ => this,
        };
    }
}
