using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE TABLE AS and CREATE MATERIALIZED VIEW: ACCESS SHARE on what they read.</summary>
internal sealed class CreateTableAs : StatementModel<CreateTableAsStmt>
{
    protected override string Kind(CreateTableAsStmt statement) => IsMaterializedView(statement) ? "CREATE_MATVIEW" : "CREATE_TABLE";

    protected override void Execute(CreateTableAsStmt statement, Execution execution)
    {
        var name = execution.NewName(statement.Into!.Rel!);
        if (execution.Catalog.Find(NameSpace.Relation, name) is { } existing)
        {
            if (statement.IfNotExists) return;
            if (!existing.IsAssumed) throw new RefusedException("42P07", $"relation \"{name.Name}\" already exists");
            execution.Remove(existing);
        }

        foreach (var read in QueryReferences.RelationsOf(statement.Query!, execution)) execution.Lock(read, LockMode.AccessShare);
        execution.Add(new Relation
        {
            Name = name,
            Kind = IsMaterializedView(statement) ? RelationKind.MaterializedView : RelationKind.Table,
            Persistence = statement.Into.Rel!.Relpersistence == "t" ? Persistence.Temporary : Persistence.Permanent,
            DependsOn = IsMaterializedView(statement) ? QueryReferences.Of(statement.Query!, execution) : [],
        });
    }

    private static bool IsMaterializedView(CreateTableAsStmt statement) => statement.Objtype == ObjectType.OBJECT_MATVIEW;
}
