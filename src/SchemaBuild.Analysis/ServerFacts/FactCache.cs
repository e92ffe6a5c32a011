using System.Collections;

namespace SchemaBuild.Analysis.ServerFacts;

/// <summary>Facts that were already looked up, by name.</summary>
internal sealed class FactCache<T>(Func<string, T> read)
{
    private static readonly object Nothing = new();

    // Read without a lock while one thread writes, which Hashtable allows; and, unlike that of the concurrent dictionary, its code is compiled in advance.
    private readonly Hashtable _found = [];

    public T this[string name] => _found[name] is not { } fact ? Add(name) : fact == Nothing ? default! : (T)fact;

    private T Add(string name)
    {
        var fact = read(name);
        lock (_found) _found[name] = fact ?? Nothing;
        return fact;
    }
}
