using System.Globalization;

namespace SchemaBuild.Analysis.ServerFacts;

/// <summary>
/// Types of pg_catalog, and the domains of information_schema. Names are those of the syntax tree, where the grammar has turned <c>int</c> into
/// int4 and <c>char</c> into bpchar; <c>serial</c> and its like are no types.
/// </summary>
internal sealed class BuiltInTypes
{
    private static readonly FactTable Table = new("types");

    private readonly int _major;
    private readonly FactCache<BuiltInType?> _found;
    private Dictionary<int, string>? _byNumber;

    public BuiltInTypes(int major) => (_major, _found) = (major, new(Read));

    /// <param name="name">Of pg_catalog, or with <c>information_schema.</c> in front.</param>
    public BuiltInType? Find(string name) => _found[name];

    public BuiltInType? Find(string schema, string name) => schema switch
    {
        "pg_catalog" => Find(name),
        "information_schema" => Find($"{schema}.{name}"),
        _ => null,
    };

    /// <param name="number">The oid. Only those of types that have the same in every cluster are known.</param>
    public BuiltInType? Find(int number)
    {
        _byNumber ??= Table.Find(_major).Where(cells => cells[1].Length > 0)
            .ToDictionary(cells => int.Parse(cells[1], CultureInfo.InvariantCulture), cells => cells[0]);
        return _byNumber.TryGetValue(number, out var name) ? Find(name) : null;
    }

    public BuiltInType? ArrayOf(BuiltInType type) => type.Array is { } array ? Find(array) : null;

    public BuiltInType? ElementOf(BuiltInType type) => type.Element is { } element ? Find(element) : null;

    /// <summary>What a domain is made of, through all levels; any other type itself.</summary>
    public BuiltInType BaseOf(BuiltInType type)
    {
        while (type.Base is { } name)
            type = Find(name)!;
        return type;
    }

    private BuiltInType? Read(string name)
    {
        if (Table.FindOne(_major, name) is not { } cells)
            return null;

        var element = Cell(5);
        return new BuiltInType
        {
            Name = name,
            Number = Cell(1) is { } number ? int.Parse(number, CultureInfo.InvariantCulture) : 0,
            Kind = (TypeKind)cells[2][0],
            Category = cells[3][0],
            IsPreferred = Cell(4) is not null,
            Element = element,
            Array = Cell(6),
            Base = Cell(7),
            Subtype = Cell(8),
            IsConstrained = Cell(9) is not null,
            Collation = Cell(10),
            TakesModifiers = Cell(11) is not null,
            Input = (Volatility)cells[12][0],
            Output = (Volatility)cells[13][0],
            DisplayName = Cell(14) ?? (element is null ? name : $"{Find(element)!.DisplayName}[]"),
        };

        string? Cell(int column) => cells[column] is { Length: > 0 } cell ? cell : null;
    }
}
