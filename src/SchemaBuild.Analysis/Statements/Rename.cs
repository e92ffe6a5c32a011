using System.Collections.Immutable;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>ALTER … RENAME of every kind of object: ACCESS EXCLUSIVE on the table that it is, or is part of; indexes are renamed without locking their table.</summary>
internal sealed class Rename : StatementModel<RenameStmt>
{
    protected override string Kind(RenameStmt statement) =>
        ObjectTypes.Kind("ALTER", statement.RenameType == ObjectType.OBJECT_COLUMN ? statement.RelationType : statement.RenameType);

    protected override void Execute(RenameStmt statement, Execution execution)
    {
        var newName = Identifier.Truncate(statement.Newname);
        switch (statement.RenameType)
        {
            case ObjectType.OBJECT_COLUMN or ObjectType.OBJECT_ATTRIBUTE when Target(statement, execution) is { } relation:
                RenameColumn(relation, statement, newName, execution);
                break;
            case ObjectType.OBJECT_TABCONSTRAINT when Target(statement, execution) is { } relation:
                RenameConstraint(relation, statement, newName, execution);
                break;
            case ObjectType.OBJECT_TRIGGER when Target(statement, execution) is { } relation:
                RenameTrigger(relation, statement.Subname, newName, execution);
                break;
            case ObjectType.OBJECT_POLICY when Target(statement, execution) is { } relation:
                RenameOn<Policy>(NameSpace.Policy, relation, statement.Subname, newName, execution);
                break;
            case ObjectType.OBJECT_RULE when Target(statement, execution) is { } relation:
                RenameOn<RewriteRule>(NameSpace.Rule, relation, statement.Subname, newName, execution);
                break;
            case ObjectType.OBJECT_DOMCONSTRAINT when execution.Find(NameSpace.Type, NodeNames.Qualified(statement.Object)) is Domain domain:
                var constraint = domain.Constraints.FirstOrDefault(own => own.Name == Identifier.Truncate(statement.Subname))
                    ?? throw new RefusedException("42704", $"constraint \"{statement.Subname}\" for domain {domain.Name} does not exist");
                execution.Replace(domain with { Constraints = domain.Constraints.Replace(constraint, constraint with { Name = newName }) });
                break;
            case ObjectType.OBJECT_TYPE or ObjectType.OBJECT_DOMAIN when FindType(statement, execution) is { } type:
                execution.Lose(type, LossKind.Rename);
                Move(type, type.Name with { Name = newName }, execution);
                break;
            case ObjectType.OBJECT_FUNCTION or ObjectType.OBJECT_PROCEDURE or ObjectType.OBJECT_ROUTINE or ObjectType.OBJECT_AGGREGATE when statement.Object is ObjectWithArgs routine:
                foreach (var function in execution.FindRoutines(routine))
                {
                    execution.Lose(function, LossKind.Rename);
                    Move(function, function.Name with { Name = newName }, execution);
                }

                break;
            case ObjectType.OBJECT_SCHEMA:
                RenameSchema(statement.Subname, newName, execution);
                break;
            case ObjectType.OBJECT_PUBLICATION when execution.Catalog.Find(NameSpace.Publication, NodeNames.Qualified(statement.Object)) is { } publication:
                Move(publication, publication.Name with { Name = newName }, execution);
                break;
            case ObjectType.OBJECT_STATISTIC_EXT when execution.Find(NameSpace.Statistics, NodeNames.Qualified(statement.Object)) is { } statistics:
                Move(statistics, statistics.Name with { Name = newName }, execution);
                break;
            case ObjectType.OBJECT_COLLATION when execution.Find(NameSpace.Collation, NodeNames.Qualified(statement.Object)) is { } collation:
                Move(collation, collation.Name with { Name = newName }, execution);
                break;
            default:
                if (statement.Relation is not null) RenameRelation(statement, newName, execution);
                break;
        }
    }

    /// <summary>The relation whose part is renamed; null if it is not there and need not be.</summary>
    private static Relation? Target(RenameStmt statement, Execution execution) =>
        statement.MissingOk && execution.Find(NameSpace.Relation, NodeNames.Qualified(statement.Relation)) is null ? null : execution.GetRelation(statement.Relation!);

    private static CatalogObject? FindType(RenameStmt statement, Execution execution)
    {
        var name = NodeNames.Qualified(statement.Object);
        return execution.Find(NameSpace.Type, name) ?? execution.Find(NameSpace.Relation, name);
    }

    private static void RenameRelation(RenameStmt statement, string newName, Execution execution)
    {
        switch (execution.Find(NameSpace.Relation, NodeNames.Qualified(statement.Relation)))
        {
            case null when statement.MissingOk:
                return;
            case null when statement.RenameType is ObjectType.OBJECT_INDEX or ObjectType.OBJECT_SEQUENCE:
                return;
            case Index index:
                Move(index, index.Name with { Name = newName }, execution);
                if (execution.Catalog.Find(index.Table) is Relation table && table.Constraints.FirstOrDefault(constraint => constraint.Index == index.Id) is { } backed)
                    execution.Replace(table with { Constraints = table.Constraints.Replace(backed, backed with { Name = newName }) });
                return;
            case Sequence sequence:
                execution.Lose(sequence, LossKind.Rename);
                Move(sequence, sequence.Name with { Name = newName }, execution);
                return;
        }

        var relation = execution.GetRelation(statement.Relation!);
        execution.Lock(relation, LockMode.AccessExclusive);
        Require(relation, statement.RenameType);
        execution.Lose(relation, LossKind.Rename);
        Move(relation, relation.Name with { Name = newName }, execution);
    }

    private static void Require(Relation relation, ObjectType type)
    {
        var isRight = type switch
        {
            ObjectType.OBJECT_VIEW => relation.Kind == RelationKind.View,
            ObjectType.OBJECT_MATVIEW => relation.Kind == RelationKind.MaterializedView,
            ObjectType.OBJECT_FOREIGN_TABLE => relation.Kind == RelationKind.ForeignTable,
            ObjectType.OBJECT_SEQUENCE => false,
            _ => true,
        };
        if (!isRight && !relation.IsAssumed) throw new RefusedException("42809", $"\"{relation.Name.Name}\" is not such an object");
    }

    /// <summary>Gives an object its new name, also in the columns, domains and ranges of a type.</summary>
    private static void Move(CatalogObject item, QualifiedName name, Execution execution) => ObjectMove.To(item, name, execution);

    private static void RenameColumn(Relation relation, RenameStmt statement, string newName, Execution execution)
    {
        var oldName = Identifier.Truncate(statement.Subname);
        var tables = statement.Relation!.Inh ? execution.WithDescendants(relation) : [relation];
        foreach (var table in tables) execution.Lock(table, LockMode.AccessExclusive);
        Execution.RequireColumn(relation, oldName);
        if (!statement.Relation.Inh && !relation.Children.IsEmpty) throw new RefusedException("42P16", $"inherited column \"{oldName}\" must be renamed in child tables too");
        if (relation.Parents.Select(execution.Catalog.Find).OfType<Relation>().Any(parent => parent.FindColumn(oldName) is not null))
            throw new RefusedException("42P16", $"cannot rename inherited column \"{oldName}\"");
        if (OtherParents(tables, execution).Any(parent => parent.FindColumn(oldName) is not null)) throw new RefusedException("42P16", $"cannot rename inherited column \"{oldName}\"");

        execution.Lose(relation, LossKind.Rename, oldName);
        foreach (var table in tables)
        {
            if (table.FindColumn(newName) is not null) throw new RefusedException("42701", $"column \"{newName}\" of relation \"{table.Name.Name}\" already exists");
            if (table.FindColumn(oldName) is { } column) execution.Replace(execution.Relation(table.Id).With(column with { Name = newName }));
        }
    }

    /// <summary>Tables from which one below the first may have the same, too.</summary>
    private static IEnumerable<Relation> OtherParents(ImmutableArray<Relation> tables, Execution execution) =>
        tables.Skip(1).SelectMany(below => below.Parents).Distinct().Where(id => !tables.Any(table => table.Id == id)).Select(execution.Catalog.Find).OfType<Relation>();

    private static void RenameConstraint(Relation relation, RenameStmt statement, string newName, Execution execution)
    {
        var oldName = Identifier.Truncate(statement.Subname);
        execution.Lock(relation, LockMode.AccessExclusive);
        if (relation.FindConstraint(oldName) is { IsInherited: true, Kind: ConstraintKind.Check or ConstraintKind.NotNull }) throw new RefusedException("42P16", $"cannot rename inherited constraint \"{oldName}\"");
        if (relation.FindConstraint(oldName) is not { } constraint)
        {
            if (!relation.KnowsColumns) return;
            throw new RefusedException("42704", $"constraint \"{oldName}\" for table \"{relation.Name.Name}\" does not exist");
        }

        var isInherited = constraint is { Kind: ConstraintKind.Check or ConstraintKind.NotNull, NoInherit: false };
        if (isInherited && !statement.Relation!.Inh && !relation.Children.IsEmpty) throw new RefusedException("42P16", $"inherited constraint \"{oldName}\" must be renamed in child tables too");
        var tables = isInherited ? execution.WithDescendants(relation) : [relation];
        if (OtherParents(tables, execution).Any(parent => parent.FindConstraint(oldName) is { NoInherit: false })) throw new RefusedException("42P16", $"cannot rename inherited constraint \"{oldName}\"");
        foreach (var table in tables)
        {
            execution.Lock(table, LockMode.AccessExclusive);
            if (table.FindConstraint(newName) is not null) throw new RefusedException("42710", $"constraint \"{newName}\" for relation \"{table.Name.Name}\" already exists");
            if (table.FindConstraint(oldName) is not { } own) continue;
            execution.Replace(table with { Constraints = table.Constraints.Replace(own, own with { Name = newName }) });
            if (own.Index is { } id && execution.Catalog.Find(id) is Index index) Move(index, index.Name with { Name = newName }, execution);
        }
    }

    private static void RenameTrigger(Relation relation, string oldName, string newName, Execution execution)
    {
        execution.Lock(relation, LockMode.AccessExclusive);
        if (execution.FindOn<Trigger>(NameSpace.Trigger, relation, oldName) is not { } trigger) return;
        RenameOn<Trigger>(NameSpace.Trigger, relation, oldName, newName, execution);
        if (execution.Major < RenamesOnPartitions) return;
        foreach (var clone in execution.Catalog.UsersOf(trigger.Id).OfType<Trigger>().Where(other => other.Parent == trigger.Id).ToList())
            RenameOn<Trigger>(NameSpace.Trigger, execution.Relation(clone.Table), clone.Name.Name, newName, execution);
    }

    private const int RenamesOnPartitions = 15;

    private static void RenameOn<T>(NameSpace space, Relation relation, string oldName, string newName, Execution execution)
        where T : TableObject
    {
        execution.Lock(relation, LockMode.AccessExclusive);
        if (execution.FindOn<T>(space, relation, oldName) is not { } item) return;
        execution.MakeRoom(space, TableObject.KeyOf(relation.Id, newName));
        execution.Replace(item with { Name = item.Name with { Name = newName } });
    }

    private static void RenameSchema(string oldName, string newName, Execution execution)
    {
        execution.MakeRoom(NameSpace.Schema, new QualifiedName("", newName));
        var name = new QualifiedName("", Identifier.Truncate(oldName));
        var schema = execution.Catalog.Find(NameSpace.Schema, name) ?? execution.Add(new Schema { Name = name, IsAssumed = true });
        execution.Lose(schema, LossKind.Rename);
        execution.Replace(schema with { Name = new QualifiedName("", newName) });

        foreach (var item in execution.Catalog.All.Where(item => item.Name.Schema == oldName).ToList())
            if (execution.Catalog.Find(item.Id) is { } still) Move(still, still.Name with { Schema = newName }, execution);
    }
}
