using System.Collections.Immutable;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Catalog;

/// <summary>An index.</summary>
internal sealed record Index : CatalogObject
{
    public override NameSpace NameSpace => NameSpace.Relation;

    /// <summary>Id of its table.</summary>
    public required int Table { get; init; }

    public string AccessMethod { get; init; } = "btree";

    public bool IsUnique { get; init; }

    /// <summary>False after ON ONLY of a partitioned table.</summary>
    public bool IsValid { get; init; } = true;

    /// <summary>Numbers of the key columns; 0 is an expression.</summary>
    public ImmutableArray<int> KeyColumns { get; init; } = [];

    /// <summary>Numbers of all columns that it depends on: keys, INCLUDE, expressions and predicate.</summary>
    public ImmutableArray<int> UsedColumns { get; init; } = [];

    public bool IsPartial { get; init; }

    public bool HasExpressions => KeyColumns.Contains(0);

    /// <summary>True if a primary key, unique or exclusion constraint owns it.</summary>
    public bool BacksConstraint { get; init; }

    /// <summary>True if CLUSTER without index orders the table by it.</summary>
    public bool IsClustered { get; init; }

    public IndexStmt? Definition { get; init; }

    /// <summary>On a partition: id of the partitioned table's index that this one is part of.</summary>
    public int? Parent { get; init; }
}
