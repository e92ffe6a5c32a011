using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>SECURITY LABEL: what it may label is for a module of the server to say.</summary>
internal sealed class SecurityLabel : StatementModel<SecLabelStmt>
{
    protected override void Execute(SecLabelStmt statement, Execution execution) =>
        execution.Effects.NotAnalysed.Add("SECURITY LABEL: whether the server accepts it is for one of its modules to say.");
}
