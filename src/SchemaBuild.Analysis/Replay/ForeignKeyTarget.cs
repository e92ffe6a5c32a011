using System.Collections.Immutable;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.ServerFacts;

namespace SchemaBuild.Analysis.Replay;

/// <summary>What a foreign key refers to, with the refusals of ATAddForeignKeyConstraint.</summary>
internal static class ForeignKeyTarget
{
    /// <summary>Name of the primary key, unique constraint or unique index that it rests on, null if that is not shown, and its columns in the order of the referencing ones.</summary>
    public static (string? Key, ImmutableArray<int> Columns) Resolve(Relation referencing, ImmutableArray<int> columns, PgQuery.Nodes.Constraint definition, Relation referenced, Execution execution)
    {
        RefuseKinds(referencing, referenced);
        RefuseActions(referencing, columns, definition);
        if (!referenced.KnowsColumns) return (null, []);

        var attributes = definition.PkAttrs.Select(NodeNames.Text).Select(name => AlterTableRun.Column(referenced, name)!.Number).ToImmutableArray();
        var key = attributes.IsEmpty ? PrimaryKey(referenced) : Key(referenced, attributes, execution);
        var expected = attributes.IsEmpty ? key.Columns : attributes;
        if (!columns.IsEmpty && expected.Length != columns.Length)
            throw new RefusedException("42830", "number of referencing and referenced columns for foreign key disagree");
        DemandComparable(referencing, columns, referenced, expected, execution);
        return (key.Name, expected);
    }

    private static void RefuseKinds(Relation referencing, Relation referenced)
    {
        if (referenced.IsAssumed) return;
        if (referenced.Kind is not (RelationKind.Table or RelationKind.PartitionedTable))
            throw new RefusedException("42809", $"referenced relation \"{referenced.Name.Name}\" is not a table");
        var isAllowed = referencing.Persistence switch
        {
            Persistence.Permanent => referenced.Persistence == Persistence.Permanent,
            Persistence.Unlogged => referenced.Persistence != Persistence.Temporary,
            _ => referenced.Persistence == Persistence.Temporary,
        };
        if (!isAllowed && !referencing.IsAssumed) throw new RefusedException("42P16", "constraints on tables may reference only tables that live as long");
    }

    private static void RefuseActions(Relation referencing, ImmutableArray<int> columns, PgQuery.Nodes.Constraint definition)
    {
        var isGenerated = columns.Any(number => referencing.FindColumn(number) is { Generated: not GeneratedKind.None });
        if (isGenerated && (definition.FkUpdAction is "c" or "n" or "d" || definition.FkDelAction is "n" or "d"))
            throw new RefusedException("42601", "invalid action for foreign key constraint containing generated column");
    }

    private static (string? Name, ImmutableArray<int> Columns) PrimaryKey(Relation referenced) =>
        referenced.Constraints.FirstOrDefault(own => own.Kind == ConstraintKind.PrimaryKey) is { } key
            ? (key.Name, key.Columns)
            : throw new RefusedException("42704", $"there is no primary key for referenced table \"{referenced.Name.Name}\"");

    private static (string? Name, ImmutableArray<int> Columns) Key(Relation referenced, ImmutableArray<int> attributes, Execution execution)
    {
        var constraint = referenced.Constraints.FirstOrDefault(own => own.Kind is ConstraintKind.PrimaryKey or ConstraintKind.Unique && own.Columns.ToHashSet().SetEquals(attributes));
        var index = constraint is not null ? null : referenced.Indexes.Select(execution.Catalog.Find).OfType<Index>()
            .FirstOrDefault(own => own is { IsUnique: true, IsPartial: false, HasExpressions: false, IsValid: true } && own.KeyColumns.ToHashSet().SetEquals(attributes));
        var name = constraint?.Name ?? index?.Name.Name
            ?? throw new RefusedException("42830", $"there is no unique constraint matching given keys for referenced table \"{referenced.Name.Name}\"");
        return (name, attributes);
    }

    /// <exception cref="RefusedException">42804.</exception>
    public static void DemandComparable(Relation referencing, ImmutableArray<int> columns, Relation referenced, ImmutableArray<int> keys, Execution execution)
    {
        foreach (var (from, to) in columns.Zip(keys)) DemandComparable(referencing.FindColumn(from), referenced.FindColumn(to), execution);
    }

    private static void DemandComparable(Column? from, Column? to, Execution execution)
    {
        if (from is null || to is null) return;
        if (TypeFacts.Of(from.Type, execution) is not { } source || TypeFacts.Of(to.Type, execution) is not { } target) return;
        var builtIns = BuiltIns.Of(execution.Major);
        if (builtIns.OperatorClasses.FindDefault("btree", target) is not { } found) return;
        var isComparable = source.Name == target.Name
            || builtIns.OperatorClasses.FindEquality(found, found.Input, builtIns.Types.BaseOf(source).Name) is not null
            || builtIns.Coercion.IsBinaryCoercible(source, target)
            || (builtIns.Types.Find(found.Input) is { } input && (builtIns.Coercion.IsBinaryCoercible(source, input) || builtIns.Coercion.FindPath(source, input, CastContext.Implicit).Method != CoercionMethod.None));
        if (!isComparable) throw new RefusedException("42804", $"foreign key cannot be implemented: \"{from.Name}\" is {source.DisplayName}, \"{to.Name}\" is {target.DisplayName}");
    }
}
