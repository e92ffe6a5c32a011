namespace SchemaBuild.Analysis.ServerFacts;

/// <summary>Casts of pg_cast.</summary>
internal sealed class BuiltInCasts
{
    private static readonly FactTable Table = new("casts");

    private readonly FactCache<BuiltInCast[]> _bySource;

    public BuiltInCasts(int major) => _bySource = new(source => [.. Table.Find(major, source).ConvertAll(Read)]);

    /// <summary>
    /// The cast that pg_cast holds, or null. From a type to itself: the one that applies a modifier, as in <c>varchar(10)</c>. Domains, arrays and
    /// the conversion of anything to and from strings have none: see <see cref="Coercion"/>.
    /// </summary>
    public BuiltInCast? Find(string source, string target) => Array.Find(_bySource[source], cast => cast.Target == target);

    private static BuiltInCast Read(string[] cells) => new(
        cells[0],
        cells[1],
        (CastMethod)cells[2][0],
        ContextOf(cells[3]),
        cells[4].Length > 0 ? (Volatility)cells[4][0] : null);

    private static CastContext ContextOf(string letter) => letter switch
    {
        "i" => CastContext.Implicit,
        "a" => CastContext.Assignment,
        _ => CastContext.Explicit,
    };
}

/// <param name="Source">Name of a type.</param>
/// <param name="Target">Name of a type.</param>
/// <param name="Method">What it does.</param>
/// <param name="Context">Where it is applied without being asked for.</param>
/// <param name="Volatility">Of the function; null without one.</param>
internal sealed record BuiltInCast(string Source, string Target, CastMethod Method, CastContext Context, Volatility? Volatility);

/// <summary>The values are PostgreSQL's letters.</summary>
internal enum CastMethod
{
    /// <summary>The bytes stay as they are.</summary>
    Binary = 'b',

    Function = 'f',

    /// <summary>Through the text form.</summary>
    InOut = 'i',
}

/// <summary>Where a cast happens: each place also takes the casts of those before it.</summary>
internal enum CastContext
{
    /// <summary>Anywhere in an expression.</summary>
    Implicit,

    /// <summary>Also where a value goes into a column: INSERT, UPDATE, DEFAULT, ALTER COLUMN TYPE without USING.</summary>
    Assignment,

    /// <summary>Only with CAST or <c>::</c>.</summary>
    Explicit,
}
