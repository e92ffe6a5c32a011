using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>ALTER … RENAME: of tables, columns, constraints, indexes and other objects.</summary>
internal sealed class Rename : StatementModel<RenameStmt>
{
    protected override string Kind(RenameStmt statement) => statement.RenameType switch
    {
        ObjectType.OBJECT_TABLE or ObjectType.OBJECT_COLUMN or ObjectType.OBJECT_TABCONSTRAINT => "ALTER_TABLE",
        ObjectType.OBJECT_INDEX => "ALTER_INDEX",
        ObjectType.OBJECT_VIEW => "ALTER_VIEW",
        _ => "RENAME",
    };

    protected override void Execute(RenameStmt statement, Execution execution)
    {
        if (statement.Relation is null) return;
        var found = execution.Find(NameSpace.Relation, NodeNames.Qualified(statement.Relation));
        if (found is null && statement.MissingOk) return;
        var newName = Identifier.Truncate(statement.Newname);

        switch (statement.RenameType)
        {
            case ObjectType.OBJECT_COLUMN:
                RenameColumn(execution.GetRelation(statement.Relation), statement.Subname, newName, statement.Relation.Inh, execution);
                break;
            case ObjectType.OBJECT_TABCONSTRAINT:
                RenameConstraint(execution.GetRelation(statement.Relation), statement.Subname, newName, execution);
                break;
            case ObjectType.OBJECT_INDEX or ObjectType.OBJECT_TABLE when found is Index index:
                execution.Lock(execution.Relation(index.Table), LockMode.None);
                execution.Replace(index with { Name = index.Name with { Name = newName } });
                break;
            case ObjectType.OBJECT_SEQUENCE or ObjectType.OBJECT_TABLE when found is Sequence sequence:
                execution.Replace(sequence with { Name = sequence.Name with { Name = newName } });
                break;
            case ObjectType.OBJECT_TABLE or ObjectType.OBJECT_VIEW or ObjectType.OBJECT_MATVIEW or ObjectType.OBJECT_FOREIGN_TABLE:
                RenameRelation(execution.GetRelation(statement.Relation), newName, execution);
                break;
        }
    }

    private static void RenameRelation(Relation relation, string newName, Execution execution)
    {
        var target = relation.Name with { Name = newName };
        if (execution.Catalog.Find(NameSpace.Relation, target) is { } taken)
        {
            if (!taken.IsAssumed) throw new RefusedException("42P07", $"relation \"{newName}\" already exists");
            execution.Remove(taken);
        }

        execution.Lock(relation, LockMode.AccessExclusive);
        execution.Lose(relation, LossKind.Rename);
        execution.Replace(relation with { Name = target });
    }

    private static void RenameColumn(Relation relation, string oldName, string newName, bool recurse, Execution execution)
    {
        execution.Lose(relation, LossKind.Rename, oldName);
        foreach (var table in recurse ? execution.WithDescendants(relation) : [relation])
        {
            execution.Lock(table, LockMode.AccessExclusive);
            if (table.FindColumn(Identifier.Truncate(oldName)) is { } column) execution.Replace(table.With(column with { Name = newName }));
        }
    }

    private static void RenameConstraint(Relation relation, string oldName, string newName, Execution execution)
    {
        execution.Lock(relation, LockMode.AccessExclusive);
        if (relation.FindConstraint(Identifier.Truncate(oldName)) is not { } constraint) return;
        execution.Replace(relation with { Constraints = relation.Constraints.Replace(constraint, constraint with { Name = newName }) });
        if (constraint.Index is { } id && execution.Catalog.Find(id) is Index index)
            execution.Replace(index with { Name = index.Name with { Name = newName } });
    }
}
