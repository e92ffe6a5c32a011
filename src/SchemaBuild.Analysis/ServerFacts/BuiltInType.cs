namespace SchemaBuild.Analysis.ServerFacts;

/// <summary>A type. Names of other types are names of this kind too.</summary>
internal sealed record BuiltInType
{
    /// <summary>As pg_catalog has it (int4, bpchar, _text); one of information_schema has its schema in front.</summary>
    public required string Name { get; init; }

    /// <summary>Its oid; 0 where that differs from cluster to cluster.</summary>
    public int Number { get; init; }

    public TypeKind Kind { get; init; }

    /// <summary>Letter of typcategory: S for strings, N for numbers, D for dates and times …</summary>
    public char Category { get; init; }

    /// <summary>The type that its category prefers when several fit.</summary>
    public bool IsPreferred { get; init; }

    /// <summary>Set for arrays, and for int2vector and oidvector.</summary>
    public string? Element { get; init; }

    /// <summary>The array of this type.</summary>
    public string? Array { get; init; }

    /// <summary>Set for domains.</summary>
    public string? Base { get; init; }

    /// <summary>What a range ranges over, or the range of a multirange.</summary>
    public string? Subtype { get; init; }

    /// <summary>A domain with NOT NULL or CHECK.</summary>
    public bool IsConstrained { get; init; }

    /// <summary>The collation of columns that name none; null for types without collations.</summary>
    public string? Collation { get; init; }

    /// <summary>Whether <c>name(…)</c> is allowed.</summary>
    public bool TakesModifiers { get; init; }

    /// <summary>Of the conversion from text.</summary>
    public Volatility Input { get; init; }

    /// <summary>Of the conversion to text.</summary>
    public Volatility Output { get; init; }

    /// <summary>As PostgreSQL shows it: <c>character varying</c>, <c>integer[]</c>.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The type of a string literal, or NULL, that nothing has given a type yet.</summary>
    public bool IsUnknown => Name == "unknown";

    /// <summary>A pseudo-type that stands for whatever type the arguments have.</summary>
    public bool IsPolymorphic => Kind == TypeKind.Pseudo && Name != "any" && Name.StartsWith("any", StringComparison.Ordinal);
}

/// <summary>The values are PostgreSQL's letters.</summary>
internal enum TypeKind
{
    Base = 'b',
    Composite = 'c',
    Domain = 'd',
    Enum = 'e',
    Multirange = 'm',
    Pseudo = 'p',
    Range = 'r',
}
