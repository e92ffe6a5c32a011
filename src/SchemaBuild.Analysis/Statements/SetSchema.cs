using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>ALTER … SET SCHEMA: ACCESS EXCLUSIVE on a relation, whose indexes and sequences go along.</summary>
internal sealed class SetSchema : StatementModel<AlterObjectSchemaStmt>
{
    protected override string Kind(AlterObjectSchemaStmt statement) => ObjectTypes.Kind("ALTER", statement.ObjectType);

    protected override void Execute(AlterObjectSchemaStmt statement, Execution execution)
    {
        switch (statement.ObjectType)
        {
            case ObjectType.OBJECT_TABLE or ObjectType.OBJECT_VIEW or ObjectType.OBJECT_MATVIEW or ObjectType.OBJECT_FOREIGN_TABLE or ObjectType.OBJECT_SEQUENCE:
                MoveRelation(statement, execution);
                break;
            case ObjectType.OBJECT_TYPE or ObjectType.OBJECT_DOMAIN:
                var name = NodeNames.Qualified(statement.Object);
                Move(execution.Find(NameSpace.Type, name) ?? execution.Find(NameSpace.Relation, name), statement, execution);
                break;
            case ObjectType.OBJECT_FUNCTION or ObjectType.OBJECT_PROCEDURE or ObjectType.OBJECT_ROUTINE or ObjectType.OBJECT_AGGREGATE when statement.Object is ObjectWithArgs routine:
                foreach (var function in execution.FindRoutines(routine)) Move(function, statement, execution);
                break;
            case ObjectType.OBJECT_STATISTIC_EXT:
                Move(execution.Find(NameSpace.Statistics, NodeNames.Qualified(statement.Object)), statement, execution);
                break;
            case ObjectType.OBJECT_COLLATION:
                Move(execution.Find(NameSpace.Collation, NodeNames.Qualified(statement.Object)), statement, execution);
                break;
        }
    }

    private static void MoveRelation(AlterObjectSchemaStmt statement, Execution execution)
    {
        var found = execution.Find(NameSpace.Relation, NodeNames.Qualified(statement.Relation));
        if (found is null && (statement.MissingOk || statement.ObjectType == ObjectType.OBJECT_SEQUENCE)) return;
        if (found is Sequence sequence)
        {
            if (sequence.OwnedBy is not null) throw new RefusedException("0A000", "cannot move an owned sequence into another schema");
            Move(sequence, statement, execution);
            return;
        }

        var relation = execution.GetRelation(statement.Relation!);
        execution.Lock(relation, LockMode.AccessExclusive);
        if (relation.Name.Schema == statement.Newschema) return;
        Move(relation, statement, execution);
        foreach (var owned in relation.Indexes.Concat(relation.OwnedSequences).Select(execution.Catalog.Find)) Move(owned, statement, execution);
    }

    private static void Move(CatalogObject? item, AlterObjectSchemaStmt statement, Execution execution)
    {
        if (item is null || item.Name.Schema == statement.Newschema) return;
        if (item is not Index) execution.Lose(item, LossKind.Move);
        ObjectMove.To(item, item.Name with { Schema = Identifier.Truncate(statement.Newschema) }, execution);
    }
}
