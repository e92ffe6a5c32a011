using System.Collections.Immutable;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Catalog;

/// <summary>What has rows or looks as if it had: tables, partitioned tables, views, materialized views, foreign tables.</summary>
internal sealed record Relation : CatalogObject
{
    public override NameSpace NameSpace => NameSpace.Relation;

    public RelationKind Kind { get; init; }

    public Persistence Persistence { get; init; }

    /// <summary>In the order of their numbers; dropped columns are gone. Empty and meaningless if the relation is assumed.</summary>
    public ImmutableArray<Column> Columns { get; init; } = [];

    /// <summary>The number that the next column gets; numbers are never used twice.</summary>
    public int NextColumn { get; init; } = 1;

    public ImmutableArray<Constraint> Constraints { get; init; } = [];

    /// <summary>Ids of its indexes.</summary>
    public ImmutableArray<int> Indexes { get; init; } = [];

    /// <summary>Ids of the relations whose foreign keys point here, once for each key.</summary>
    public ImmutableArray<int> ReferencedBy { get; init; } = [];

    /// <summary>Ids of what it inherits from or is a partition of.</summary>
    public ImmutableArray<int> Parents { get; init; } = [];

    /// <summary>Ids of its partitions or inheritance children.</summary>
    public ImmutableArray<int> Children { get; init; } = [];

    public PartitionSpec? PartitionKey { get; init; }

    public PartitionBoundSpec? PartitionBound { get; init; }

    /// <summary>Ids of its sequences: serial and identity columns.</summary>
    public ImmutableArray<int> OwnedSequences { get; init; } = [];

    /// <summary>False if no rule was ever made on it.</summary>
    public bool HasRules { get; init; }

    /// <summary>False for a materialized view WITH NO DATA.</summary>
    public bool IsPopulated { get; init; } = true;

    /// <summary>True for a temporary table that goes with its transaction.</summary>
    public bool IsDroppedOnCommit { get; init; }

    /// <summary>Number of the first transaction that has put rows into it; 0 if no migration has.</summary>
    public int FilledBy { get; init; }

    /// <summary>The composite type of a typed table, CREATE TABLE … OF.</summary>
    public QualifiedName? OfType { get; init; }

    /// <summary>True if it took columns from something that is assumed or not read (a function, a query), so it may have more than are shown.</summary>
    public bool IsIncomplete { get; init; }

    /// <summary>False if a column that is not shown may be there all the same.</summary>
    public bool KnowsColumns => !IsAssumed && !IsIncomplete && !Columns.IsEmpty;

    /// <summary>Policies decide which rows a role sees.</summary>
    public bool HasRowSecurity { get; init; }

    /// <summary>They do so for the owner, too.</summary>
    public bool ForcesRowSecurity { get; init; }

    public ReplicaIdentityKind ReplicaIdentity { get; init; }

    /// <summary>Id of the index that identifies rows, if one was named.</summary>
    public int? ReplicaIdentityIndex { get; init; }

    /// <summary>False after SET (autovacuum_enabled = false).</summary>
    public bool HasAutovacuum { get; init; } = true;

    /// <summary>A view that reads with the rights of who reads it (PostgreSQL 15).</summary>
    public bool IsSecurityInvoker { get; init; }

    /// <summary>Triggers that are switched off, as DISABLE TRIGGER names them; <see cref="AllTriggers"/> and <see cref="UserTriggers"/> for its words.</summary>
    public ImmutableHashSet<string> DisabledTriggers { get; init; } = [];

    public const string AllTriggers = "TRIGGER ALL";

    public const string UserTriggers = "TRIGGER USER";

    public bool IsPartition => PartitionBound is not null;

    public override IEnumerable<QualifiedName> MadeOf => NamesOf(Columns.Select(column => column.Type));

    public override bool IsMadeOfTheSameAs(CatalogObject old) => Columns == ((Relation)old).Columns;

    public override bool IsMadeOf(QualifiedName type)
    {
        foreach (var column in Columns)
            if (column.Type.Name == type) return true;
        return false;
    }

    public Column? FindColumn(string name)
    {
        foreach (var column in Columns)
            if (column.Name == name) return column;
        return null;
    }

    public Column? FindColumn(int number)
    {
        foreach (var column in Columns)
            if (column.Number == number) return column;
        return null;
    }

    public Constraint? FindConstraint(string name)
    {
        foreach (var constraint in Constraints)
            if (constraint.Name == name) return constraint;
        return null;
    }

    public Relation With(Column column)
    {
        var at = 0;
        while (Columns[at].Number != column.Number) at++;
        return this with { Columns = Columns.SetItem(at, column) };
    }
}

internal enum RelationKind
{
    Table,
    PartitionedTable,
    ForeignTable,
    View,
    MaterializedView,
    CompositeType,
}

/// <summary>Which old values logical replication gets to see.</summary>
internal enum ReplicaIdentityKind
{
    /// <summary>Those of the primary key.</summary>
    Default,
    Index,
    Full,
    Nothing,
}

internal enum Persistence
{
    Permanent,
    Unlogged,
    Temporary,
}

/// <summary>A column. <see cref="Number"/> stays the same through renames.</summary>
internal sealed record Column
{
    /// <summary>True for an inherited column that the table also has by itself, and keeps when the one above goes.</summary>
    public bool IsOwnToo { get; init; }

    public required int Number { get; init; }

    public required string Name { get; init; }

    public required TypeRef Type { get; init; }

    public bool NotNull { get; init; }

    /// <summary>Null also for DEFAULT NULL, which PostgreSQL does not store unless the type's modifier makes it more than a constant.</summary>
    public Node? Default
    {
        get => Type.Modifier == TypeRef.None && field is (A_Const { Isnull: true } or TypeCast { Arg: A_Const { Isnull: true }, TypeName.Typmods.Count: 0 }) ? null : field;
        init;
    }

    /// <summary>True for <c>serial</c> and its like, whose default from a sequence <see cref="Default"/> does not show.</summary>
    public bool IsSerial { get; init; }

    public string? Collation { get; init; }

    public IdentityKind Identity { get; init; }

    public GeneratedKind Generated { get; init; }

    public int CreatedBy { get; init; }
}

internal enum IdentityKind
{
    None,
    Always,
    ByDefault,
}

internal enum GeneratedKind
{
    None,
    Stored,
    Virtual,
}
