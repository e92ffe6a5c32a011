using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace SchemaBuild.Analysis.Sources;

/// <summary>The text of one SQL file as PostgreSQL reads it: UTF-8, without byte order mark, with LF line ends.</summary>
internal sealed class SourceText
{
    private readonly int[] _lineStarts;
    private readonly bool _ascii;
    private int[]? _lineStartChars;
    private string? _text;
    private string? _checksum;

    private SourceText(string path, byte[] utf8, SourceError? error)
    {
        Path = path;
        Bytes = utf8;
        Error = error;
        _ascii = Ascii.IsValid(utf8);
        _lineStarts = FindLineStarts(utf8);
    }

    /// <summary>The path as the user named it, with '/'.</summary>
    public string Path { get; }

    public byte[] Bytes { get; }

    /// <summary>Why the file cannot be read as text, or null.</summary>
    public SourceError? Error { get; }

    public string Text => _text ??= Encoding.UTF8.GetString(Bytes);

    /// <summary>Lower-case hex SHA-256 of the normalised text; this definition is frozen (docs/checksums.md).</summary>
    public string Checksum => _checksum ??= Convert.ToHexStringLower(SHA256.HashData(Bytes));

    public static SourceText Decode(string path, ReadOnlySpan<byte> raw)
    {
        if (raw is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            return new SourceText(path, [], new SourceError(0, "The file is UTF-16. Save it as UTF-8."));
        if (raw is [0xEF, 0xBB, 0xBF, ..])
            raw = raw[3..];

        var utf8 = NormaliseLineEnds(raw);
        if (!Utf8.IsValid(utf8))
        {
            var at = FirstInvalidByte(utf8);
            return new SourceText(path, utf8, new SourceError(at, $"The byte 0x{utf8[at]:X2} is not valid UTF-8. Save the file as UTF-8."));
        }

        var nul = utf8.AsSpan().IndexOf((byte)0);
        return new SourceText(path, utf8, nul < 0 ? null : new SourceError(nul, "The file holds a NUL byte, which PostgreSQL text cannot. Remove it."));
    }

    public static SourceText FromText(string path, string text) => Decode(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Line and UTF-16 column, both from 1, of a byte offset into <see cref="Bytes"/>.</summary>
    public LinePosition PositionOf(int byteOffset)
    {
        byteOffset = Math.Clamp(byteOffset, 0, Bytes.Length);
        var line = LineOf(byteOffset);
        return new LinePosition(line + 1, CharsBetween(_lineStarts[line], byteOffset) + 1);
    }

    /// <summary>Index into <see cref="Text"/> of a byte offset into <see cref="Bytes"/>.</summary>
    public int CharIndexOf(int byteOffset)
    {
        if (_ascii) return byteOffset;
        var line = LineOf(byteOffset);
        return (_lineStartChars ??= CountLineStartChars())[line] + CharsBetween(_lineStarts[line], byteOffset);
    }

    public string Slice(int byteStart, int byteEnd) => Encoding.UTF8.GetString(Bytes.AsSpan(byteStart..byteEnd));

    private int LineOf(int byteOffset)
    {
        var line = Array.BinarySearch(_lineStarts, byteOffset);
        return line < 0 ? ~line - 1 : line;
    }

    private int[] CountLineStartChars()
    {
        var starts = new int[_lineStarts.Length];
        for (var i = 1; i < starts.Length; i++) starts[i] = starts[i - 1] + CharsBetween(_lineStarts[i - 1], _lineStarts[i]);
        return starts;
    }

    // Invalid bytes still have a position: GetCharCount counts each as one replacement character.
    private int CharsBetween(int start, int end) => _ascii ? end - start : Encoding.UTF8.GetCharCount(Bytes.AsSpan(start, end - start));

    private static byte[] NormaliseLineEnds(ReadOnlySpan<byte> raw)
    {
        if (raw.IndexOf("\r\n"u8) < 0) return raw.ToArray();
        var result = new byte[raw.Length];
        var length = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '\r' && i + 1 < raw.Length && raw[i + 1] == '\n') continue;
            result[length++] = raw[i];
        }

        return result[..length];
    }

    private static int FirstInvalidByte(ReadOnlySpan<byte> utf8)
    {
        var offset = 0;
        while (Rune.DecodeFromUtf8(utf8[offset..], out _, out var consumed) == System.Buffers.OperationStatus.Done)
            offset += consumed;
        return offset;
    }

    private static int[] FindLineStarts(ReadOnlySpan<byte> utf8)
    {
        var starts = new List<int> { 0 };
        for (int from = 0, at; (at = utf8[from..].IndexOf((byte)'\n')) >= 0;)
            starts.Add(from += at + 1);
        return [.. starts];
    }
}

/// <summary>Why a file is not text, at a byte offset.</summary>
internal sealed record SourceError(int Offset, string Message);

/// <summary>A place in a file: line and UTF-16 column, both from 1.</summary>
internal readonly record struct LinePosition(int Line, int Column);
