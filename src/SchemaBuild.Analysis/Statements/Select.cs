using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>SELECT, VALUES and SELECT INTO: ACCESS SHARE, ROW SHARE with FOR UPDATE and its like; set_config changes the session.</summary>
internal sealed class Select : StatementModel<SelectStmt>
{
    protected override string Kind(SelectStmt statement) => statement.IntoClause is null ? "SELECT" : "CREATE_TABLE";

    protected override void Execute(SelectStmt statement, Execution execution)
    {
        if (statement.IntoClause is { } into)
        {
            QueryTables.Create(into, statement, RelationKind.Table, ifNotExists: false, execution);
            return;
        }

        QueryLocks.Execute(statement, execution);
        SetConfigCalls.Apply(statement, execution);
        foreach (var call in statement.TargetList.OfType<ResTarget>().Select(target => target.Val).OfType<FuncCall>())
            if (FunctionUses.Choose(execution.FindFunctions(NodeNames.Qualified(call.Funcname)), call, _ => null, execution) is { } function) RoutineRun.Run(function, execution);
    }
}
