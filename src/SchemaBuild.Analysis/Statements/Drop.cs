using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>DROP of every kind of object.</summary>
internal sealed class Drop : StatementModel<DropStmt>
{
    protected override string Kind(DropStmt statement) => ObjectTypes.Kind("DROP", statement.RemoveType);

    protected override bool RefusesTransaction(DropStmt statement, Execution execution) => statement.Concurrent;

    protected override void Execute(DropStmt statement, Execution execution)
    {
        var found = statement.Objects.SelectMany(name => Find(name, statement, execution)).DistinctBy(item => item.Id).ToList();
        if (statement.Concurrent)
        {
            execution.Target = (found is [{ IsAssumed: false } shown] ? shown.Name : NodeNames.Qualified(statement.Objects[0])).ToSql();
            foreach (var index in found.OfType<Index>()) DropConcurrently(index, statement, execution);
            return;
        }

        // What is dropped explicitly is locked first, all of it.
        foreach (var relation in found.OfType<Relation>()) execution.Lock(relation, LockMode.AccessExclusive);
        var together = found.Concat(found.OfType<Relation>().Where(relation => relation.Kind == RelationKind.PartitionedTable).SelectMany(relation => execution.WithDescendants(relation)))
            .Select(item => item.Id).ToHashSet();
        foreach (var item in found)
        {
            if (execution.Catalog.Find(item.Id) is not { } still) continue;
            if (statement.Behavior == DropBehavior.DROP_CASCADE) execution.Effects.DroppedWithCascade.Add(still);
            if (still is Schema schema) DropSchema(schema, statement, execution);
            else Removal(statement, execution, together).Remove(Dropped(still, together, execution));
        }
    }

    private static IEnumerable<CatalogObject> Find(Node item, DropStmt statement, Execution execution)
    {
        var name = NodeNames.Qualified(item);
        switch (statement.RemoveType)
        {
            case ObjectType.OBJECT_TABLE or ObjectType.OBJECT_VIEW or ObjectType.OBJECT_MATVIEW or ObjectType.OBJECT_FOREIGN_TABLE:
                return One(FindRelation(name, statement, execution));
            case ObjectType.OBJECT_INDEX:
                return One(RightKind<Index>(execution.Find(NameSpace.Relation, name), "an index") ?? Missing(NameSpace.Relation, "42704", name, statement, execution) ?? UnknownIndex(name, statement, execution));
            case ObjectType.OBJECT_SEQUENCE:
                return One(RightKind<Sequence>(execution.Find(NameSpace.Relation, name), "a sequence") ?? Missing(NameSpace.Relation, "42P01", name, statement, execution));
            case ObjectType.OBJECT_TYPE or ObjectType.OBJECT_DOMAIN:
                return One(FindType(name, statement, execution));
            case ObjectType.OBJECT_FUNCTION or ObjectType.OBJECT_PROCEDURE or ObjectType.OBJECT_ROUTINE or ObjectType.OBJECT_AGGREGATE when item is ObjectWithArgs routine:
                return execution.FindRoutines(routine);
            case ObjectType.OBJECT_TRIGGER:
                return FindOn<Trigger>(NameSpace.Trigger, item, statement, execution);
            case ObjectType.OBJECT_POLICY:
                return FindOn<Policy>(NameSpace.Policy, item, statement, execution);
            case ObjectType.OBJECT_RULE:
                return FindOn<RewriteRule>(NameSpace.Rule, item, statement, execution);
            case ObjectType.OBJECT_SCHEMA:
                return One(FindSchema(name, statement, execution));
            case ObjectType.OBJECT_PUBLICATION:
                return One(execution.Catalog.Find(NameSpace.Publication, name));
            case ObjectType.OBJECT_EXTENSION:
                return One(execution.Catalog.Find(NameSpace.Extension, name));
            case ObjectType.OBJECT_STATISTIC_EXT:
                return One(execution.Find(NameSpace.Statistics, name));
            case ObjectType.OBJECT_COLLATION:
                return One(execution.Find(NameSpace.Collation, name));
            default:
                return [];
        }
    }

    /// <summary>A schema that nobody has shown, as public, is there if something in it is.</summary>
    private static CatalogObject? FindSchema(QualifiedName name, DropStmt statement, Execution execution) =>
        execution.Catalog.Find(NameSpace.Schema, name)
        ?? (statement.MissingOk && !execution.Catalog.All.Any(item => item.Name.Schema == name.Name) ? null : execution.Add(new Schema { Name = name, IsAssumed = true }));

    private static Relation? FindRelation(QualifiedName name, DropStmt statement, Execution execution)
    {
        switch (execution.Find(NameSpace.Relation, name))
        {
            case null when !statement.MissingOk:
                Missing(NameSpace.Relation, "42P01", name, statement, execution);
                return execution.GetRelation(name);
            // IF EXISTS of what nothing has shown says nothing about whether it is there.
            case null:
                return null;
            case Relation { IsAssumed: false } relation when !Matches(relation.Kind, statement.RemoveType):
                throw new RefusedException("42809", $"\"{name.Name}\" is not what {statement.RemoveType.ToString()["OBJECT_".Length..]} says");
            case Relation relation:
                return relation;
            default:
                throw new RefusedException("42809", $"\"{name.Name}\" is not a table");
        }
    }

    private static bool Matches(RelationKind kind, ObjectType type) => kind switch
    {
        RelationKind.Table or RelationKind.PartitionedTable => type == ObjectType.OBJECT_TABLE,
        RelationKind.View => type == ObjectType.OBJECT_VIEW,
        RelationKind.MaterializedView => type == ObjectType.OBJECT_MATVIEW,
        RelationKind.ForeignTable => type == ObjectType.OBJECT_FOREIGN_TABLE,
        _ => false,
    };

    private static CatalogObject? FindType(QualifiedName name, DropStmt statement, Execution execution)
    {
        var type = execution.Find(NameSpace.Type, name);
        if (type is not null && type is not Domain && statement.RemoveType == ObjectType.OBJECT_DOMAIN) throw new RefusedException("42809", $"\"{name.Name}\" is not a domain");
        return type ?? (execution.Find(NameSpace.Relation, name) is Relation { Kind: RelationKind.CompositeType } composite ? composite : Missing(NameSpace.Type, "42704", name, statement, execution));
    }

    /// <summary>An index that nobody has shown is there nevertheless, of a table that nobody knows.</summary>
    private static Index? UnknownIndex(QualifiedName name, DropStmt statement, Execution execution)
    {
        if (!statement.MissingOk && !statement.Concurrent) execution.Lose(new Index { Name = name with { Name = Identifier.Truncate(name.Name) }, Table = 0, IsAssumed = true });
        return null;
    }

    /// <summary>The table is locked when its object goes; one that nobody has shown is taken for there.</summary>
    private static IEnumerable<CatalogObject> FindOn<T>(NameSpace space, Node item, DropStmt statement, Execution execution)
        where T : TableObject
    {
        var owner = NodeNames.Owner(item);
        if (execution.Find(NameSpace.Relation, owner) is null && statement.MissingOk) return [];
        var table = execution.GetRelation(owner);
        var name = NodeNames.Parts(item)[^1];
        if (execution.FindOn<T>(space, table, name) is { } found) return [found];
        if (statement.MissingOk) return [];
        if (!table.IsAssumed && table.CreatedBy > 0) throw new RefusedException("42704", $"\"{name}\" for table \"{table.Name.Name}\" does not exist");
        execution.Lock(table, LockMode.AccessExclusive);
        return [];
    }

    private static CatalogObject? RightKind<T>(CatalogObject? found, string kind)
        where T : CatalogObject => found is null or T ? found : throw new RefusedException("42809", $"\"{found.Name.Name}\" is not {kind}");

    /// <summary>Refuses a name without object where that is certain: in a schema that the migrations made.</summary>
    private static CatalogObject? Missing(NameSpace space, string sqlState, QualifiedName name, DropStmt statement, Execution execution) =>
        !statement.MissingOk && execution.IsKnown(name.Schema) && execution.Find(space, name) is null
            ? throw new RefusedException(sqlState, $"\"{name.Name}\" does not exist")
            : null;

    private static CatalogObject[] One(CatalogObject? item) => item is null ? [] : [item];

    private static void DropConcurrently(Index index, DropStmt statement, Execution execution)
    {
        var table = execution.Relation(index.Table);
        if (table.Kind == RelationKind.PartitionedTable) throw new RefusedException("0A000", $"cannot drop partitioned index \"{index.Name.Name}\" concurrently", "Write DROP INDEX without CONCURRENTLY, after SET LOCAL lock_timeout = '2s' so that it gives up instead of making everybody wait.");
        Require(index, table);
        RefuseAttached(index, [], execution);
        execution.Lock(table, LockMode.ShareUpdateExclusive);
        execution.Lose(index);
        Removal(statement, execution).RemoveIndex(index);
    }

    private static CatalogObject Dropped(CatalogObject item, HashSet<int> together, Execution execution)
    {
        if (item is Index index && !together.Contains(index.Table)) Require(index, execution.Relation(index.Table));
        if (item is Index part) RefuseAttached(part, together, execution);
        if (item is Trigger { Parent: { } parent } trigger && execution.Catalog.Find(parent) is not null)
            throw new RefusedException("2BP01", $"cannot drop trigger {trigger.Name.Name} because a trigger of the partitioned table requires it");
        return item;
    }

    /// <summary>Not even CASCADE drops a partition's part of an index alone.</summary>
    private static void RefuseAttached(Index index, HashSet<int> together, Execution execution)
    {
        if (index.Parent is { } parent && !together.Contains(parent) && execution.Catalog.Find(parent) is Index whole)
            throw new RefusedException("2BP01", $"cannot drop index {index.Name.Name} because index {whole.Name.Name} requires it", $"Drop {whole.Name.Name} of the partitioned table; the indexes of the partitions go with it.");
    }

    private static void Require(Index index, Relation table)
    {
        if (!index.BacksConstraint) return;
        var constraint = table.Constraints.FirstOrDefault(own => own.Index == index.Id)?.Name ?? index.Name.Name;
        throw new RefusedException(
            "2BP01",
            $"cannot drop index {index.Name.Name} because constraint {constraint} on table {table.Name.Name} requires it",
            $"Write ALTER TABLE {table.Name.ToSql()} DROP CONSTRAINT {Identifier.Quote(constraint)}; the index goes with it.");
    }

    private static void DropSchema(Schema schema, DropStmt statement, Execution execution)
    {
        var inside = execution.Catalog.All.Where(item => item.Name.Schema == schema.Name.Name && item is not TableObject).OrderBy(item => item is not Relation).ThenBy(item => item.Id).ToList();
        if (statement.Behavior == DropBehavior.DROP_CASCADE)
        {
            var together = inside.Select(item => item.Id).ToHashSet();
            foreach (var item in inside)
                if (execution.Catalog.Find(item.Id) is { } still and not Sequence { IsIdentity: true }) Removal(statement, execution, together).Remove(still);
        }
        else if (inside.Exists(item => !item.IsAssumed))
        {
            throw new RefusedException("2BP01", $"cannot drop schema {schema.Name.Name} because other objects depend on it");
        }

        execution.Lose(schema);
        execution.Remove(schema);
    }

    private static ObjectRemoval Removal(DropStmt statement, Execution execution, HashSet<int>? together = null) =>
        new(execution, statement.Behavior == DropBehavior.DROP_CASCADE, together);
}
