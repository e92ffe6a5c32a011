using System.Collections.Immutable;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Catalog;

/// <summary>A type that a migration made. Composite types are relations, as in PostgreSQL.</summary>
internal abstract record UserType : CatalogObject
{
    public override NameSpace NameSpace => NameSpace.Type;
}

/// <summary>A domain.</summary>
internal sealed record Domain : UserType
{
    /// <summary>What it is made of, which may be a domain again.</summary>
    public required TypeRef Base { get; init; }

    public override IEnumerable<QualifiedName> MadeOf => NamesOf([Base]);

    public bool NotNull { get; init; }

    public Node? Default { get; init; }

    public string? Collation { get; init; }

    /// <summary>Its CHECKs.</summary>
    public ImmutableArray<DomainConstraint> Constraints { get; init; } = [];
}

/// <summary>A CHECK of a domain.</summary>
internal sealed record DomainConstraint(string Name, Node? Expression, bool IsValidated)
{
    /// <summary>CHECK and the condition as they were written; null if that is not known.</summary>
    public string? Text { get; init; }
}

/// <summary>An enum.</summary>
internal sealed record EnumType : UserType
{
    /// <summary>In their sort order.</summary>
    public ImmutableArray<EnumValue> Values { get; init; } = [];
}

/// <param name="Label">The value.</param>
/// <param name="AddedBy">Number of the transaction that added it, which must have ended before it can be used.</param>
internal readonly record struct EnumValue(string Label, int AddedBy);

/// <summary>A range type.</summary>
internal sealed record RangeType : UserType
{
    public required TypeRef Subtype { get; init; }

    public override IEnumerable<QualifiedName> MadeOf => NamesOf([Subtype]);
}

/// <summary>A type about which nothing is known but its name: a shell, one written in C.</summary>
internal sealed record BaseType : UserType;
