using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>ALTER TABLE ALL IN TABLESPACE: what lies in which tablespace is not followed.</summary>
internal sealed class AlterTableMoveAll : StatementModel<AlterTableMoveAllStmt>
{
    protected override void Execute(AlterTableMoveAllStmt statement, Execution execution) =>
        execution.Effects.NotAnalysed.Add("ALL IN TABLESPACE: what lies in the tablespace is not followed; each table that moves is copied under ACCESS EXCLUSIVE.");
}
