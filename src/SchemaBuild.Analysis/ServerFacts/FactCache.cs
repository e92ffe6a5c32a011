namespace SchemaBuild.Analysis.ServerFacts;

/// <summary>Facts that were already looked up, by name.</summary>
internal sealed class FactCache<T>(Func<string, T> read)
{
    // A plain dictionary under a lock: its code for reference types is compiled in advance, unlike that of the concurrent one.
    private readonly Dictionary<string, T> _found = [];

    public T this[string name]
    {
        get
        {
            lock (_found)
            {
                if (!_found.TryGetValue(name, out var fact))
                    _found[name] = fact = read(name);
                return fact;
            }
        }
    }
}
