using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Tests.Replay;

public sealed class StatementModelsTests
{
    private const string Untouched = "locks no relation, and what it makes is in no catalogue that effects depend on";

    /// <summary>Statements that need no model, and why.</summary>
    private static readonly Dictionary<string, string> WithoutModel = new()
    {
        ["RawStmt"] = "holds a statement",
        ["ReturnStmt"] = "stands in the body of a function",
        ["PLAssignStmt"] = "stands in the body of a function",
        ["SetOperationStmt"] = "is made by the server's own analysis of a SELECT",
        ["ReplicaIdentityStmt"] = "is a part of ALTER TABLE",
        ["ClosePortalStmt"] = "ends a cursor, whose locks stay until the transaction ends",
        ["FetchStmt"] = "reads a cursor, whose DECLARE took the locks",
        ["ConstraintsSetStmt"] = "locks no relation until the rows are checked, which depends on them",
        ["AlterCollationStmt"] = Untouched,
        ["AlterDatabaseRefreshCollStmt"] = Untouched,
        ["AlterDatabaseSetStmt"] = Untouched,
        ["AlterEventTrigStmt"] = Untouched,
        ["AlterFdwStmt"] = Untouched,
        ["AlterForeignServerStmt"] = Untouched,
        ["AlterOpFamilyStmt"] = Untouched,
        ["AlterOperatorStmt"] = Untouched,
        ["AlterRoleSetStmt"] = Untouched,
        ["AlterStatsStmt"] = Untouched,
        ["AlterTSConfigurationStmt"] = Untouched,
        ["AlterTSDictionaryStmt"] = Untouched,
        ["AlterTableSpaceOptionsStmt"] = Untouched,
        ["AlterTypeStmt"] = Untouched,
        ["CheckPointStmt"] = Untouched,
        ["CreateAmStmt"] = Untouched,
        ["CreateConversionStmt"] = Untouched,
        ["CreateEventTrigStmt"] = Untouched,
        ["CreateFdwStmt"] = Untouched,
        ["CreateForeignServerStmt"] = Untouched,
        ["CreateOpClassStmt"] = Untouched,
        ["CreateOpFamilyStmt"] = Untouched,
        ["CreatePLangStmt"] = Untouched,
        ["CreateTransformStmt"] = Untouched,
        ["DropRoleStmt"] = Untouched,
        ["DropUserMappingStmt"] = Untouched,
        ["ListenStmt"] = Untouched,
        ["LoadStmt"] = Untouched,
        ["NotifyStmt"] = Untouched,
        ["UnlistenStmt"] = Untouched,
        ["VariableShowStmt"] = Untouched,
    };

    [Fact]
    public void Every_statement_of_the_grammar_has_a_model_or_a_reason()
    {
        var statements = typeof(Node).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Node)) && !type.IsAbstract && type.Name.EndsWith("Stmt", StringComparison.Ordinal)).ToList();
        var modelled = typeof(StatementModel).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(StatementModel)) && !type.IsAbstract)
            .Select(type => ((StatementModel)Activator.CreateInstance(type)!).NodeType.Name).ToHashSet();

        Assert.True(statements.Count > 100);
        Assert.Equal("", string.Join(' ', statements.Select(type => type.Name).Where(name => !modelled.Contains(name) && !WithoutModel.ContainsKey(name))));
        Assert.Equal("", string.Join(' ', WithoutModel.Keys.Where(modelled.Contains)));
    }
}
