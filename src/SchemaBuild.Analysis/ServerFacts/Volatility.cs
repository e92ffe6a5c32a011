namespace SchemaBuild.Analysis.ServerFacts;

/// <summary>How far the result of an expression may change, the harmless first. The values are PostgreSQL's letters.</summary>
internal enum Volatility
{
    /// <summary>The same arguments always give the same result.</summary>
    Immutable = 'i',

    /// <summary>The same within one statement.</summary>
    Stable = 's',

    /// <summary>Another one each time, or with side effects.</summary>
    Volatile = 'v',
}
