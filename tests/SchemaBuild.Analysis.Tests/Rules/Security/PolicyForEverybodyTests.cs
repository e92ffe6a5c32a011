using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Security;

public sealed class PolicyForEverybodyTests() : RuleTest(new PolicyForEverybody())
{
    /// <summary>rls-semantics</summary>
    [Theory]
    [InlineData("CREATE POLICY p ON notes USING (true)", "see and change all rows")]
    [InlineData("CREATE POLICY p ON notes FOR SELECT TO PUBLIC USING (true)", "see all rows")]
    [InlineData("CREATE POLICY p ON notes FOR INSERT WITH CHECK (true)", "insert any row")]
    [InlineData("CREATE POLICY p ON notes FOR DELETE USING (true)", "delete all rows")]
    [InlineData("CREATE POLICY p ON notes USING (owner = current_user) WITH CHECK (true)", "write any row")]
    public void Found_where_the_condition_is_true(string policy, string what) => Assert.Contains(what, Finds($"""
        CREATE TABLE notes (id bigint PRIMARY KEY, owner text);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        --- next migration
        [|{policy}|];
        """).Message, StringComparison.Ordinal);

    /// <summary>rls-semantics: there is a condition, or a role is named, or the policy only takes away.</summary>
    [Theory]
    [InlineData("CREATE POLICY p ON notes USING (owner = current_user)")]
    [InlineData("CREATE POLICY p ON notes TO worker USING (true)")]
    [InlineData("CREATE POLICY p ON notes AS RESTRICTIVE USING (true)")]
    public void Silent_otherwise(string policy) => Silent($"""
        CREATE ROLE worker;
        CREATE TABLE notes (id bigint PRIMARY KEY, owner text);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        --- next migration
        {policy};
        """);
}
