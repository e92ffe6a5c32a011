using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;

namespace SchemaBuild.Analysis.ServerFacts;

/// <summary>Operator classes and families of the index access methods.</summary>
internal sealed class BuiltInOperatorClasses(int major, Coercion coercion)
{
    private static readonly FactTable Classes = new("operator-classes");
    private static readonly FactTable Families = new("operator-families");

    private readonly ConcurrentDictionary<string, ImmutableArray<BuiltInOperatorClass>> _byMethod = new();
    private readonly ConcurrentDictionary<(string Method, string Family), ImmutableArray<OperatorFamilyMember>> _families = new();

    /// <summary>All of an access method; none for one that is not built in.</summary>
    public ImmutableArray<BuiltInOperatorClass> Find(string method) => _byMethod.GetOrAdd(method, static (method, major) =>
        [.. Classes.Find(major, method).Select(BuiltInOperatorClass.Read)], major);

    /// <summary>The one of this name; several types may share a name (none does in btree).</summary>
    public BuiltInOperatorClass? Find(string method, string name) => Find(method).FirstOrDefault(found => found.Name == name);

    /// <summary>
    /// The one that an index on a column of this type gets when it names none; null if the type has none, which is error 42704 in CREATE INDEX. A text
    /// column and a varchar column get the same, and so an index survives the change from one to the other.
    /// </summary>
    public BuiltInOperatorClass? FindDefault(string method, BuiltInType type)
    {
        // The rules of GetDefaultOpClass: the exact type, else the only one that takes the type without conversion, preferred types first.
        var defaults = Find(method).Where(found => found.IsDefault).ToList();
        var exact = coercion.Types.BaseOf(type);
        if (defaults.Find(found => found.Input == exact.Name) is { } match)
            return match;

        var coercible = defaults.Where(found => coercion.IsBinaryCoercible(exact, coercion.Types.Find(found.Input)!)).ToList();
        var preferred = coercible.Where(found => coercion.Types.Find(found.Input) is { IsPreferred: true } input && input.Category == exact.Category).ToList();
        return (preferred.Count > 0 ? preferred : coercible) is [var only] ? only : null;
    }

    /// <summary>Whether values of the type can be compared for equality and sorted (btree), which DISTINCT, ORDER BY, UNIQUE and foreign keys need.</summary>
    public bool CanSort(BuiltInType type) => FindDefault("btree", type) is not null;

    /// <summary>The operators by which an index of the family can be searched.</summary>
    public ImmutableArray<OperatorFamilyMember> FindFamily(string method, string family) => _families.GetOrAdd((method, family), static (key, major) =>
        [.. Families.Find(major, key.Method, key.Family).Select(OperatorFamilyMember.Read)], major);

    /// <summary>Name of the operator that compares two types for equality in the terms of the class's family; null if the family has none (btree, hash).</summary>
    public string? FindEquality(BuiltInOperatorClass @class, string left, string right)
    {
        var equality = @class.Method == "hash" ? 1 : 3;
        return FindFamily(@class.Method, @class.Family).FirstOrDefault(member => member.Strategy == equality && member.Left == left && member.Right == right)?.Operator;
    }
}

/// <param name="Method">Access method: btree, hash, gist, gin, spgist, brin.</param>
/// <param name="Input">Name of the type it indexes.</param>
/// <param name="Name">For example text_pattern_ops.</param>
/// <param name="Family">Name of its operator family.</param>
/// <param name="IsDefault">Whether an index that names none gets it.</param>
/// <param name="Key">Name of the type that the index stores, where it is another.</param>
internal sealed record BuiltInOperatorClass(string Method, string Input, string Name, string Family, bool IsDefault, string? Key)
{
    internal static BuiltInOperatorClass Read(string[] cells) =>
        new(cells[0], cells[1], cells[2], cells[3], cells[4].Length > 0, cells[5] is { Length: > 0 } key ? key : null);
}

/// <param name="Left">Name of a type.</param>
/// <param name="Right">Name of a type.</param>
/// <param name="Strategy">Its number in the access method: in btree 1 to 5 for &lt; &lt;= = &gt;= &gt;.</param>
/// <param name="Operator">Name of the operator.</param>
internal sealed record OperatorFamilyMember(string Left, string Right, int Strategy, string Operator)
{
    internal static OperatorFamilyMember Read(string[] cells) =>
        new(cells[2], cells[3], int.Parse(cells[4], CultureInfo.InvariantCulture), cells[5]);
}
