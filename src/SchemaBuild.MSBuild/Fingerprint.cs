using System.Security.Cryptography;

namespace SchemaBuild.MSBuild;

/// <summary>
/// All that a result depends on, each part by name, so that a log can say which of them has changed. Contents count, not times: a checkout
/// or a copy changes nothing.
/// </summary>
internal sealed class Fingerprint
{
    private readonly List<(string Name, string Value)> _parts = [];

    public void Add(string name, string value) => _parts.Add((name, value));

    public void AddContent(string name, ReadOnlySpan<byte> content) => Add(name, Convert.ToHexStringLower(SHA256.HashData(content)));

    /// <summary>What differs from an earlier one, as the end of "… because"; null if nothing does.</summary>
    public string? ChangeSince(Fingerprint? earlier)
    {
        if (earlier is null) return "there is no earlier result";
        if (_parts.SequenceEqual(earlier._parts)) return null;

        var before = earlier._parts.ToLookup(part => part.Name, part => part.Value);
        foreach (var (name, value) in _parts)
        {
            if (!before.Contains(name)) return $"{name} is new";
            if (!before[name].Contains(value)) return $"{name} has changed";
        }

        var now = _parts.Select(part => part.Name).ToHashSet();
        var gone = earlier._parts.FirstOrDefault(part => !now.Contains(part.Name)).Name;
        return gone is null ? "the order of the files has changed" : $"{gone} is gone";
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(_parts.Count);
        foreach (var (name, value) in _parts)
        {
            writer.Write(name);
            writer.Write(value);
        }
    }

    public static Fingerprint Read(BinaryReader reader)
    {
        var result = new Fingerprint();
        for (var count = reader.ReadInt32(); count > 0; count--)
            result.Add(reader.ReadString(), reader.ReadString());
        return result;
    }
}
