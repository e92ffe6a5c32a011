using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;

namespace SchemaBuild.Analysis.Replay;

/// <summary>
/// Configuration parameters of the session: SET lasts until RESET, SET LOCAL until the transaction ends. What the migrations leave alone is not here.
/// </summary>
internal sealed record SessionSettings
{
    private static readonly ImmutableDictionary<string, ImmutableArray<string>> None = ImmutableDictionary.Create<string, ImmutableArray<string>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Parameters that RESET ALL leaves alone (GUC_NO_RESET_ALL).</summary>
    private static readonly string[] Kept = ["role", "session_authorization"];

    private static readonly ImmutableArray<string> DefaultPath = ["$user", "public"];

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.+-");

    public static SessionSettings Default { get; } = new();

    private ImmutableDictionary<string, ImmutableArray<string>> Session { get; init; } = None;

    private ImmutableDictionary<string, ImmutableArray<string>> Local { get; init; } = None;

    /// <summary>The schemas that unqualified names are looked up in; <c>$user</c> stands for the role.</summary>
    public ImmutableArray<string> SearchPath => Find("search_path") is { IsDefault: false } path ? path : DefaultPath;

    /// <summary>True unless the migrations leave the parameter alone.</summary>
    public bool IsSet(string name) => !Find(name).IsDefault;

    /// <summary>The value as the migrations set it, one string for each entry of a list; empty if they leave it alone.</summary>
    public ImmutableArray<string> Get(string name) => IsSet(name) ? Find(name) : [];

    /// <summary>A time limit such as lock_timeout: null if the migrations leave it alone or the value is none, zero if there is no limit.</summary>
    public TimeSpan? Timeout(string name)
    {
        if (Get(name) is not [var value]) return null;
        var text = value.AsSpan().Trim();
        var digits = text.IndexOfAnyExcept(NumberCharacters);
        var number = digits < 0 ? text : text[..digits];
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount)) return null;
        double? milliseconds = (digits < 0 ? "ms" : text[digits..].Trim().ToString()) switch
        {
            "us" => 0.001,
            "ms" => 1,
            "s" => 1_000,
            "min" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => null,
        };
        return milliseconds is null ? null : TimeSpan.FromMilliseconds(Math.Round(amount * milliseconds.Value));
    }

    public SessionSettings Set(string name, ImmutableArray<string> value, bool isLocal) => isLocal
        ? this with { Local = Local.SetItem(name, value) }
        : this with { Session = Session.SetItem(name, value), Local = Local.Remove(name) };

    /// <summary>Back to what the connection began with; SET LOCAL … TO DEFAULT does so until the transaction ends.</summary>
    public SessionSettings Reset(string name, bool isLocal = false) => isLocal
        ? this with { Local = Local.SetItem(name, default) }
        : this with { Session = Session.Remove(name), Local = Local.Remove(name) };

    public SessionSettings ResetAll() => new() { Session = None.AddRange(Session.Where(setting => Kept.Contains(setting.Key))) };

    public SessionSettings EndTransaction() => Local.IsEmpty ? this : this with { Local = None };

    /// <summary>The default array if it is not set.</summary>
    private ImmutableArray<string> Find(string name) =>
        Local.TryGetValue(name, out var local) ? local : Session.TryGetValue(name, out var session) ? session : default;
}
