using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>DROP TABLE, INDEX, VIEW, SEQUENCE, SCHEMA and the rest.</summary>
internal sealed class Drop : StatementModel<DropStmt>
{
    protected override string Kind(DropStmt statement) =>
        "DROP_" + statement.RemoveType.ToString()["OBJECT_".Length..] switch
        {
            "MATVIEW" => "MATVIEW",
            { Length: > 15 } longer => longer[..15],
            var type => type,
        };

    protected override bool RefusesTransaction(DropStmt statement, Execution execution) => statement.Concurrent;

    protected override void Execute(DropStmt statement, Execution execution)
    {
        foreach (var item in statement.Objects)
        {
            var name = NodeNames.Qualified(item);
            switch (statement.RemoveType)
            {
                case ObjectType.OBJECT_TABLE or ObjectType.OBJECT_VIEW or ObjectType.OBJECT_MATVIEW or ObjectType.OBJECT_FOREIGN_TABLE:
                    DropRelation(name, statement, execution);
                    break;
                case ObjectType.OBJECT_INDEX:
                    DropIndex(name, statement, execution);
                    break;
                case ObjectType.OBJECT_SEQUENCE when execution.Find(NameSpace.Relation, name) is Sequence sequence:
                    Removal(statement, execution).Remove(sequence);
                    break;
                case ObjectType.OBJECT_TYPE or ObjectType.OBJECT_DOMAIN when execution.Find(NameSpace.Type, name) is { } type:
                    Removal(statement, execution).Remove(type);
                    break;
                case ObjectType.OBJECT_SCHEMA:
                    DropSchema(name.Name, statement, execution);
                    break;
            }
        }
    }

    private static void DropRelation(QualifiedName name, DropStmt statement, Execution execution)
    {
        // IF EXISTS of what nothing has shown says nothing about whether it is there.
        if (execution.Find(NameSpace.Relation, name) is null && statement.MissingOk) return;
        Removal(statement, execution).Remove(execution.GetRelation(name));
    }

    private static void DropIndex(QualifiedName name, DropStmt statement, Execution execution)
    {
        if (statement.Objects.Count == 1) execution.Target = (execution.FindIndex(name)?.Name ?? name).ToSql();
        if (execution.FindIndex(name) is not { } index) return;
        var table = execution.Relation(index.Table);
        if (statement.Concurrent && table.Kind == RelationKind.PartitionedTable)
            throw new RefusedException("0A000", $"cannot drop partitioned index \"{index.Name.Name}\" concurrently");
        if (index.BacksConstraint)
            throw new RefusedException("2BP01", $"cannot drop index {index.Name.Name} because a constraint on table {table.Name.Name} requires it");
        execution.Lock(table, statement.Concurrent ? LockMode.ShareUpdateExclusive : LockMode.AccessExclusive);
        execution.Lose(index);
        Removal(statement, execution).RemoveIndex(index);
    }

    private static void DropSchema(string name, DropStmt statement, Execution execution)
    {
        if (statement.Behavior == DropBehavior.DROP_CASCADE)
        {
            foreach (var item in execution.Catalog.All.Where(item => item.Name.Schema == name).OrderBy(item => item is not Relation).ThenBy(item => item.Id).ToList())
                if (execution.Catalog.Find(item.Id) is { } still) Removal(statement, execution).Remove(still);
        }

        if (execution.Catalog.Find(NameSpace.Schema, new QualifiedName("", name)) is { } schema) execution.Remove(schema);
    }

    private static ObjectRemoval Removal(DropStmt statement, Execution execution) => new(execution, statement.Behavior == DropBehavior.DROP_CASCADE);
}
