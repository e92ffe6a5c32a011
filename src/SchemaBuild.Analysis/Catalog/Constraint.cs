using System.Collections.Immutable;
using SchemaBuild.Analysis.ServerFacts;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Catalog;

/// <summary>A table constraint.</summary>
internal sealed record Constraint
{
    public required string Name { get; init; }

    public required ConstraintKind Kind { get; init; }

    /// <summary>Numbers of the columns it is about.</summary>
    public ImmutableArray<int> Columns { get; init; } = [];

    /// <summary>False after NOT VALID, until VALIDATE CONSTRAINT.</summary>
    public bool IsValidated { get; init; } = true;

    /// <summary>False for NOT ENFORCED (PostgreSQL 18).</summary>
    public bool IsEnforced { get; init; } = true;

    /// <summary>The expression of a CHECK.</summary>
    public Node? Expression { get; init; }

    /// <summary>Numbers of the columns that the expression of a CHECK proves to be not null.</summary>
    public ImmutableArray<int> ProvesNotNull { get; init; } = [];

    /// <summary>Id of the index behind a primary key, unique or exclusion constraint.</summary>
    public int? Index { get; init; }

    /// <summary>Id of the referenced table of a foreign key.</summary>
    public int? Referenced { get; init; }

    /// <summary>Name of the primary key or unique constraint that a foreign key rests on; null if unknown.</summary>
    public string? ReferencedKey { get; init; }

    /// <summary>Numbers of the columns that a foreign key references, in the order of <see cref="Columns"/>; empty if unknown.</summary>
    public ImmutableArray<int> ReferencedColumns { get; init; } = [];

    /// <summary>Numbers of the columns that ON DELETE SET NULL (…) names; empty for all.</summary>
    public ImmutableArray<int> OnDeleteColumns { get; init; } = [];

    /// <summary>What the expression of a CHECK is at least: anything but immutable may judge a row otherwise at another time.</summary>
    public Volatility Volatility { get; init; } = Volatility.Immutable;

    /// <summary>True for DEFERRABLE.</summary>
    public bool IsDeferrable { get; init; }

    /// <summary>True for INITIALLY DEFERRED: it is checked at COMMIT.</summary>
    public bool IsDeferred { get; init; }

    /// <summary>What a foreign key does when the referenced row goes.</summary>
    public ForeignKeyAction OnDelete { get; init; }

    /// <summary>What a foreign key does when the referenced key changes.</summary>
    public ForeignKeyAction OnUpdate { get; init; }

    public bool NoInherit { get; init; }

    /// <summary>True if a parent has it too, or the partitioned table that this one is a part of.</summary>
    public bool IsInherited { get; init; }

    public int CreatedBy { get; init; }
}

internal enum ConstraintKind
{
    Check,
    NotNull,
    PrimaryKey,
    Unique,
    ForeignKey,
    Exclusion,
}

internal enum ForeignKeyAction
{
    NoAction,
    Restrict,
    Cascade,
    SetNull,
    SetDefault,
}
