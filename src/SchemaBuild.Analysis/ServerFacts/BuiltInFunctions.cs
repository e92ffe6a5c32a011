using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;

namespace SchemaBuild.Analysis.ServerFacts;

/// <summary>Functions, aggregates, window functions and procedures of pg_catalog that SQL can call.</summary>
internal sealed class BuiltInFunctions(int major)
{
    private static readonly FactTable Table = new("functions");

    private readonly ConcurrentDictionary<string, ImmutableArray<BuiltInFunction>> _found = new();

    /// <summary>All of this name.</summary>
    public ImmutableArray<BuiltInFunction> Find(string name) => _found.GetOrAdd(name, static (name, major) =>
        [.. Table.Find(major, name).Select(BuiltInFunction.Read)], major);

    /// <summary>The worst volatility of the functions that a call may mean; null if there is none that takes as many arguments.</summary>
    /// <param name="name">Without schema.</param>
    /// <param name="argumentCount">Of the call.</param>
    /// <param name="arguments">Names of the types, null where one is unknown; left out when all are.</param>
    public Volatility? VolatilityOf(string name, int argumentCount, IReadOnlyList<string?>? arguments = null)
    {
        var callable = Find(name).Where(function => function.Accepts(argumentCount)).ToList();
        if (callable.Count == 0)
            return null;

        var exact = arguments is null ? [] : callable.Where(function => function.Takes(arguments)).ToList();
        return (exact.Count > 0 ? exact : callable).Max(function => function.Volatility);
    }
}

/// <summary>A function, or one overload of it.</summary>
internal sealed record BuiltInFunction
{
    public required string Name { get; init; }

    /// <summary>Names of the types of the input arguments; the last one is an array if <see cref="IsVariadic"/>, or <c>any</c>.</summary>
    public required ImmutableArray<string> Arguments { get; init; }

    /// <summary>How many of the last arguments have defaults.</summary>
    public int Defaults { get; init; }

    public bool IsVariadic { get; init; }

    /// <summary>Name of a type.</summary>
    public required string Result { get; init; }

    public bool ReturnsSet { get; init; }

    public Volatility Volatility { get; init; }

    public FunctionKind Kind { get; init; }

    internal static BuiltInFunction Read(string[] cells) => new()
    {
        Name = cells[0],
        Arguments = cells[1].Length > 0 ? [.. cells[1].Split(',')] : [],
        Defaults = int.Parse(cells[2], CultureInfo.InvariantCulture),
        IsVariadic = cells[3].Length > 0,
        Result = cells[4],
        ReturnsSet = cells[5].Length > 0,
        Volatility = (Volatility)cells[6][0],
        Kind = (FunctionKind)cells[7][0],
    };

    /// <summary>Whether a call may have so many arguments.</summary>
    public bool Accepts(int argumentCount) =>
        argumentCount >= Arguments.Length - Defaults && argumentCount <= Arguments.Length || IsVariadic && argumentCount >= Arguments.Length - 1;

    /// <summary>Whether the arguments have just the types it is declared with, as far as they are known.</summary>
    public bool Takes(IReadOnlyList<string?> arguments) =>
        arguments.Count <= Arguments.Length && arguments.Zip(Arguments).All(pair => pair.First is null || pair.First == pair.Second);
}

/// <summary>The values are PostgreSQL's letters.</summary>
internal enum FunctionKind
{
    Aggregate = 'a',
    Function = 'f',
    Procedure = 'p',
    Window = 'w',
}
