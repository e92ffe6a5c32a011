using System.Text;

namespace SchemaBuild.PgQuery.Nodes;

/// <summary>What a <see cref="NodeReader"/> reuses: the elements of the lists that are still open, and strings seen before.</summary>
internal sealed class NodeReaderScratch
{
    private const int LongestShared = 32;

    [ThreadStatic]
    private static NodeReaderScratch? _ofThread;

    private readonly string?[] _strings = new string?[1024];
    private Node[] _nodes = new Node[256];
    private int _peak;

    public static NodeReaderScratch OfThread => _ofThread ??= new NodeReaderScratch();

    public int Count { get; private set; }

    public void Push(Node node)
    {
        if (Count == _nodes.Length)
            Array.Resize(ref _nodes, 2 * Count);
        _nodes[Count++] = node;
    }

    public Node[] PopFrom(int start)
    {
        var nodes = _nodes.AsSpan(start, Count - start).ToArray();
        _peak = Math.Max(_peak, Count);
        Count = start;
        return nodes;
    }

    /// <summary>
    /// The same names come again and again (<c>pg_catalog</c>, <c>int4</c>, a history's own tables): they share one string. What has a blank is no such name; the bodies
    /// of two routines are always two strings, by which callers may tell them apart.
    /// </summary>
    public string GetString(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > LongestShared || utf8.ContainsAny(" \n\t\r"u8))
            return Encoding.UTF8.GetString(utf8);
        ref var shared = ref _strings[Hash(utf8) % (uint)_strings.Length];
        if (shared is null || !Ascii.Equals(utf8, shared))
            shared = Encoding.UTF8.GetString(utf8);
        return shared;
    }

    /// <summary>Lets go of every node, so that a tree lives no longer than its owner wants.</summary>
    public void Clear()
    {
        Array.Clear(_nodes, 0, Math.Max(_peak, Count));
        (Count, _peak) = (0, 0);
    }

    private static uint Hash(ReadOnlySpan<byte> utf8)
    {
        var hash = (uint)utf8.Length;
        foreach (var value in utf8)
            hash = (hash * 31) + value;
        return hash ^ (hash >> 15);
    }
}
