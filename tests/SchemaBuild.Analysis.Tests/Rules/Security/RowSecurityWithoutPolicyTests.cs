using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Security;

public sealed class RowSecurityWithoutPolicyTests() : RuleTest(new RowSecurityWithoutPolicy())
{
    [Fact]
    public void Found_without_policy() => Finds("""
            CREATE TABLE t (id int);

            --- next migration
            [|ALTER TABLE t ENABLE ROW LEVEL SECURITY|];
            """);

    [Fact]
    public void Found_with_a_restrictive_policy_alone() => Finds("""
            CREATE TABLE t (id int);
            [|ALTER TABLE t ENABLE ROW LEVEL SECURITY|];
            CREATE POLICY p ON t AS RESTRICTIVE USING (id > 0);
            """);

    [Fact]
    public void Silent_with_a_policy_after_it() => Silent("""
            CREATE TABLE t (id int);
            ALTER TABLE t ENABLE ROW LEVEL SECURITY;
            CREATE POLICY p ON t USING (id > 0);
            """);

    [Fact]
    public void Silent_with_a_policy_before_it() => Silent("""
            CREATE TABLE t (id int);
            CREATE POLICY p ON t USING (id > 0);
            --- next migration
            ALTER TABLE t ENABLE ROW LEVEL SECURITY;
            """);

    [Fact]
    public void Silent_when_it_is_switched_off_again() => Silent("""
            CREATE TABLE t (id int);
            ALTER TABLE t ENABLE ROW LEVEL SECURITY;
            ALTER TABLE t DISABLE ROW LEVEL SECURITY;
            """);
}
