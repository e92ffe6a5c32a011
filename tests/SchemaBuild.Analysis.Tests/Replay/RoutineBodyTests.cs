using System.Text;

namespace SchemaBuild.Analysis.Tests.Replay;

public sealed class RoutineBodyTests
{
    [Fact]
    public void Statements_with_the_same_body_are_refused_each_for_itself()
    {
        const string Script = """
            DO 'BEGIN RETURN NEW; END';
            CREATE FUNCTION f(a integer) RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            """;
        var result = MigrationAnalyzer.Analyze([new("1_x.sql", "1_x.sql", Encoding.UTF8.GetBytes(Script))], new AnalysisOptions { ReportStatements = true });

        Assert.Equal(["42804", "42P13", null], result.Statements.Select(statement => statement.Error));
    }
}
