using System.Globalization;

namespace SchemaBuild.Analysis.ServerFacts;

/// <summary>Functions, aggregates, window functions and procedures of pg_catalog that SQL can call.</summary>
internal sealed class BuiltInFunctions
{
    private static readonly FactTable Table = new("functions");

    private readonly OverloadResolution _resolution;
    private readonly FactCache<BuiltInFunction[]> _found;

    public BuiltInFunctions(int major, OverloadResolution resolution)
    {
        _resolution = resolution;
        _found = new(name => [.. Table.Find(major, name).ConvertAll(BuiltInFunction.Read)]);
    }

    /// <summary>All of this name.</summary>
    public IReadOnlyList<BuiltInFunction> Find(string name) => _found[name];

    /// <summary>The worst volatility of the functions that a call with so many arguments may mean; null if none takes as many.</summary>
    public Volatility? VolatilityOf(string name, int argumentCount) => VolatilityOf(name, new BuiltInType?[argumentCount]);

    /// <summary>The worst volatility of the functions that a call may mean, conversions of its arguments included; null if none fits.</summary>
    /// <param name="name">Without schema.</param>
    /// <param name="arguments">Null where the type is not known; the type <c>unknown</c> for a string literal without a type.</param>
    public Volatility? VolatilityOf(string name, IReadOnlyList<BuiltInType?> arguments) =>
        OverloadResolution.AllKnown(arguments) is { } known
            ? Resolve(name, known)?.Volatility
            : _resolution.WorstVolatility(Candidates(name, arguments.Count), arguments);

    /// <summary>The function that PostgreSQL takes for a call by position; null if none fits or several fit equally well.</summary>
    /// <param name="name">Without schema.</param>
    /// <param name="arguments">The type <c>unknown</c> for a string literal without a type.</param>
    public ResolvedCall? Resolve(string name, IReadOnlyList<BuiltInType> arguments)
    {
        var candidates = Candidates(name, arguments.Count);
        return _resolution.ResolveExact(candidates, arguments)
            ?? (arguments is [var only] ? _resolution.ResolveCast(name, only) : null)
            ?? _resolution.Resolve(candidates, arguments);
    }

    /// <summary>Whether any function of this name takes such arguments.</summary>
    public bool Fits(string name, IReadOnlyList<BuiltInType> arguments) => _resolution.Fits(Candidates(name, arguments.Count), arguments);

    private List<OverloadCandidate> Candidates(string name, int argumentCount)
    {
        var candidates = new List<OverloadCandidate>();
        foreach (var function in _found[name])
        {
            if (!function.Accepts(argumentCount))
                continue;

            // One that takes so many arguments by itself hides one that repeats its last for it.
            var candidate = _resolution.Candidate(function, function.ArgumentsOf(argumentCount));
            var same = candidates.FindIndex(other => other.Arguments.SequenceEqual(candidate.Arguments));
            if (same < 0)
                candidates.Add(candidate);
            else if (!function.IsVariadic)
                candidates[same] = candidate;
        }

        return candidates;
    }
}

/// <param name="Name">Without schema.</param>
/// <param name="Arguments">Names of the types of the input arguments.</param>
/// <param name="Defaults">How many of the last arguments have defaults.</param>
/// <param name="IsVariadic">Whether the last argument, an array or <c>any</c>, may be repeated.</param>
/// <param name="Result">Name of a type.</param>
/// <param name="ReturnsSet">Whether it returns rows.</param>
/// <param name="Volatility">As declared.</param>
/// <param name="Kind">What it is.</param>
/// <param name="ConvertsToText">Whether it is inlined into a conversion to text.</param>
internal sealed record BuiltInFunction(
    string Name, string[] Arguments, int Defaults, bool IsVariadic, string Result, bool ReturnsSet, Volatility Volatility, FunctionKind Kind, bool ConvertsToText)
    : Overload(Name, Arguments, Result, Volatility, ConvertsToText)
{
    internal static BuiltInFunction Read(string[] cells) => new(
        cells[0],
        cells[1].Length > 0 ? cells[1].Split(',') : [],
        int.Parse(cells[2], CultureInfo.InvariantCulture),
        cells[3].Length > 0,
        cells[4],
        cells[5].Length > 0,
        (Volatility)cells[6][0],
        (FunctionKind)cells[7][0],
        cells[8].Length > 0);

    /// <summary>Whether a call may have so many arguments.</summary>
    public bool Accepts(int argumentCount) =>
        argumentCount <= Arguments.Length ? argumentCount >= Arguments.Length - Defaults : IsVariadic;

    /// <summary>The types of a call's arguments, the last one repeated as an element if the function is variadic.</summary>
    internal string[] ArgumentsOf(int argumentCount)
    {
        if (!IsVariadic || argumentCount < Arguments.Length)
            return Arguments[..argumentCount];

        var element = Arguments[^1] switch
        {
            "any" => "any",
            "anyarray" => "anyelement",
            "anycompatiblearray" => "anycompatible",
            var array => array[1..],
        };
        var repeated = new string[argumentCount];
        Arguments[..^1].CopyTo(repeated, 0);
        repeated.AsSpan(Arguments.Length - 1).Fill(element);
        return repeated;
    }
}

/// <summary>The values are PostgreSQL's letters.</summary>
internal enum FunctionKind
{
    Aggregate = 'a',
    Function = 'f',
    Procedure = 'p',
    Window = 'w',
}
