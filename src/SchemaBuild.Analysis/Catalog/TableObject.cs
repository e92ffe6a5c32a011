using System.Collections.Immutable;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Catalog;

/// <summary>What belongs to a table, goes with it, and needs a name only there.</summary>
internal abstract record TableObject : CatalogObject
{
    /// <summary>Id of the table.</summary>
    public required int Table { get; init; }

    public override QualifiedName Key => KeyOf(Table, Name.Name);

    public override IEnumerable<int> BuildsOn => base.BuildsOn.Append(Table);

    public override bool BuildsOnTheSameAs(CatalogObject old) => base.BuildsOnTheSameAs(old) && Table == ((TableObject)old).Table;

    public static QualifiedName KeyOf(int table, string name) => new($"#{table}", name);
}

/// <summary>A trigger; the functions of triggers are among what they depend on.</summary>
internal sealed record Trigger : TableObject
{
    public override NameSpace NameSpace => NameSpace.Trigger;

    /// <summary>On a partition: id of the trigger of the partitioned table that this one comes from.</summary>
    public int? Parent { get; init; }

    /// <summary>True if it fires for each row: then the partitions have it, too.</summary>
    public bool IsForRows { get; init; }

    /// <summary>True if it fires on DELETE.</summary>
    public bool OnDelete { get; init; }

    public override IEnumerable<int> BuildsOn => Parent is { } parent ? base.BuildsOn.Append(parent) : base.BuildsOn;

    public override bool BuildsOnTheSameAs(CatalogObject old) => base.BuildsOnTheSameAs(old) && Parent == ((Trigger)old).Parent;
}

/// <summary>A policy of row-level security.</summary>
internal sealed record Policy : TableObject
{
    public override NameSpace NameSpace => NameSpace.Policy;

    /// <summary>Upper case; ALL for every command.</summary>
    public string Command { get; init; } = "ALL";

    /// <summary>False for AS RESTRICTIVE.</summary>
    public bool IsPermissive { get; init; } = true;

    /// <summary>Which rows can be seen; null if it does not say.</summary>
    public Node? Using { get; init; }

    /// <summary>Which rows can be written; null if it does not say, and then <see cref="Using"/> counts.</summary>
    public Node? WithCheck { get; init; }
}

/// <summary>A rewrite rule.</summary>
internal sealed record RewriteRule : TableObject
{
    public override NameSpace NameSpace => NameSpace.Rule;

    /// <summary>The statements on its table that it changes.</summary>
    public CmdType Event { get; init; }

    /// <summary>What its actions lock: ids of relations and the modes.</summary>
    public ImmutableArray<(int Relation, LockMode Mode)> Locks { get; init; } = [];
}
