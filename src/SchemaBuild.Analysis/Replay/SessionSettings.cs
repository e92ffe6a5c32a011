using System.Collections.Immutable;

namespace SchemaBuild.Analysis.Replay;

/// <summary>Configuration parameters of the session: SET lasts until RESET, SET LOCAL until the transaction ends.</summary>
internal sealed record SessionSettings
{
    public static SessionSettings Default { get; } = new();

    private ImmutableDictionary<string, ImmutableArray<string>> Session { get; init; } =
        ImmutableDictionary.Create<string, ImmutableArray<string>>(StringComparer.OrdinalIgnoreCase);

    private ImmutableDictionary<string, ImmutableArray<string>> Local { get; init; } =
        ImmutableDictionary.Create<string, ImmutableArray<string>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The schemas that unqualified names are looked up in.</summary>
    public ImmutableArray<string> SearchPath => Get("search_path") is { Length: > 0 } path ? path : ["public"];

    /// <summary>The value as set by the migrations; empty if they leave it alone.</summary>
    public ImmutableArray<string> Get(string name) =>
        Local.TryGetValue(name, out var local) ? local : Session.TryGetValue(name, out var session) ? session : [];

    public SessionSettings Set(string name, ImmutableArray<string> value, bool isLocal) => isLocal
        ? this with { Local = Local.SetItem(name, value) }
        : this with { Session = Session.SetItem(name, value), Local = Local.Remove(name) };

    public SessionSettings Reset(string name) => this with { Session = Session.Remove(name), Local = Local.Remove(name) };

    public SessionSettings EndTransaction() => Local.IsEmpty ? this : this with { Local = Local.Clear() };
}
