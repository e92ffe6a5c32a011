using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>IMPORT FOREIGN SCHEMA: makes the foreign tables that the other server names.</summary>
internal sealed class ImportForeignSchema : StatementModel<ImportForeignSchemaStmt>
{
    protected override string Kind(ImportForeignSchemaStmt statement) => "IMPORT_SCHEMA";

    protected override void Execute(ImportForeignSchemaStmt statement, Execution execution) =>
        execution.Effects.NotAnalysed.Add($"IMPORT FOREIGN SCHEMA {statement.RemoteSchema}: which foreign tables it makes is for the other server to say.");
}
