using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace SchemaBuild.Analysis.ServerFacts;

/// <summary>Operators of pg_catalog.</summary>
internal sealed class BuiltInOperators(int major)
{
    private static readonly FactTable Table = new("operators");

    private readonly ConcurrentDictionary<string, ImmutableArray<BuiltInOperator>> _found = new();

    /// <summary>All of this name, prefix operators included.</summary>
    public ImmutableArray<BuiltInOperator> Find(string name) => _found.GetOrAdd(name, static (name, major) =>
        [.. Table.Find(major, name).Select(BuiltInOperator.Read)], major);

    /// <param name="name">For example <c>+</c>.</param>
    /// <param name="left">Name of a type, null for a prefix operator.</param>
    /// <param name="right">Name of a type.</param>
    public BuiltInOperator? Find(string name, string? left, string right) => Find(name).FirstOrDefault(found => found.Left == left && found.Right == right);
}

/// <param name="Name">For example <c>+</c>.</param>
/// <param name="Left">Name of a type; null for a prefix operator.</param>
/// <param name="Right">Name of a type.</param>
/// <param name="Result">Name of a type.</param>
/// <param name="Volatility">Of the function behind it.</param>
internal sealed record BuiltInOperator(string Name, string? Left, string Right, string Result, Volatility Volatility)
{
    internal static BuiltInOperator Read(string[] cells) =>
        new(cells[0], cells[1] is { Length: > 0 } left ? left : null, cells[2], cells[3], (Volatility)cells[4][0]);
}
