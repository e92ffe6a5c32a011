using System.Globalization;

namespace SchemaBuild.Analysis.ServerFacts;

/// <summary>Operator classes and families of the index access methods.</summary>
internal sealed class BuiltInOperatorClasses
{
    private static readonly FactTable Classes = new("operator-classes");
    private static readonly FactTable Families = new("operator-families");

    private readonly Coercion _coercion;
    private readonly FactCache<BuiltInOperatorClass[]> _byMethod;
    private readonly FactCache<OperatorFamilyMember[]> _byFamily;

    public BuiltInOperatorClasses(int major, Coercion coercion)
    {
        _coercion = coercion;
        _byMethod = new(method => [.. Classes.Find(major, method).ConvertAll(BuiltInOperatorClass.Read)]);
        _byFamily = new(family => [.. Families.Find(major, family.Split('.')).ConvertAll(OperatorFamilyMember.Read)]);
    }

    /// <summary>All of an access method; none for one that is not built in.</summary>
    public IReadOnlyList<BuiltInOperatorClass> Find(string method) => _byMethod[method];

    /// <summary>The one of this name; several types may share a name (none does in btree).</summary>
    public BuiltInOperatorClass? Find(string method, string name) => Array.Find(_byMethod[method], found => found.Name == name);

    /// <summary>
    /// The one that an index on a column of this type gets when it names none; null if the type has none, which is error 42704 in CREATE INDEX. A text
    /// column and a varchar column get the same, and so an index survives the change from one to the other.
    /// </summary>
    public BuiltInOperatorClass? FindDefault(string method, BuiltInType type)
    {
        // The rules of GetDefaultOpClass: the exact type, else the only one that takes the type without conversion, preferred types first.
        var exact = _coercion.Types.BaseOf(type);
        if (Array.Find(_byMethod[method], found => found.IsDefault && found.Input == exact.Name) is { } own)
            return own;

        var (coercible, preferred) = (new List<BuiltInOperatorClass>(), new List<BuiltInOperatorClass>());
        foreach (var found in _byMethod[method])
        {
            if (!found.IsDefault)
                continue;

            var input = _coercion.Types.Find(found.Input)!;
            if (_coercion.IsBinaryCoercible(exact, input))
                (input.IsPreferred && input.Category == exact.Category ? preferred : coercible).Add(found);
        }

        return (preferred.Count > 0 ? preferred : coercible) is [var only] ? only : null;
    }

    /// <summary>
    /// Whether the entries of an index stay valid when its column changes from one type to another with the same bytes: if the operator class stays the
    /// same. If not, ALTER TABLE builds the index anew. Collations are to be looked at besides.
    /// </summary>
    /// <param name="method">Access method.</param>
    /// <param name="name">Of the operator class, null if the index names none.</param>
    /// <param name="source">Type of the column before.</param>
    /// <param name="target">Type of the column after.</param>
    public bool SurvivesChange(string method, string? name, BuiltInType source, BuiltInType target)
    {
        // The rules of CheckIndexCompatible. The default class is not part of the definition from which PostgreSQL makes the index again.
        var before = FindDefault(method, source);
        if (name is not null && name != before?.Name)
            return Find(method, name) is { } named && !_coercion.Types.Find(named.Input)!.IsPolymorphic;

        return before is not null && before == FindDefault(method, target)
            && (!_coercion.Types.Find(before.Input)!.IsPolymorphic || source.Name == target.Name);
    }

    /// <summary>Whether values of the type can be compared for equality and sorted (btree), which DISTINCT, ORDER BY, UNIQUE and foreign keys need.</summary>
    public bool CanSort(BuiltInType type) => FindDefault("btree", type) is not null;

    /// <summary>The operators by which an index of the family can be searched.</summary>
    public IReadOnlyList<OperatorFamilyMember> FindFamily(string method, string family) => _byFamily[$"{method}.{family}"];

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
