using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>SELECT and VALUES; set_config changes the session.</summary>
internal sealed class Select : StatementModel<SelectStmt>
{
    protected override void Execute(SelectStmt statement, Execution execution) => SetConfigCalls.Apply(statement, execution);
}
