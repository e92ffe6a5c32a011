using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Transactions;

public sealed class LockTimeoutMissingTests() : RuleTest(new LockTimeoutMissing())
{
    private const string Before = "CREATE TABLE users (id bigint PRIMARY KEY, name text);\n--- next migration\n";

    private protected override AnalysisMode Mode => AnalysisMode.Strict;

    [Fact]
    public void Found_once_in_a_file_that_says_nothing() => Finds($"""
        {Before}[|ALTER TABLE users ADD COLUMN a text|];
        ALTER TABLE users ADD COLUMN b text;
        """);

    [Fact]
    public void Found_for_a_lock_that_stops_writes_alone() => Finds($"{Before}[|CREATE INDEX users_name ON users (name)|];");

    [Theory]
    [InlineData("SET lock_timeout = '2s';")]
    [InlineData("SET LOCAL lock_timeout = '2s';")]
    [InlineData("SELECT set_config('lock_timeout', '2s', false);")]
    public void Silent_where_it_is_set(string setting) => Silent($"{Before}{setting}\nALTER TABLE users ADD COLUMN a text;");

    [Fact]
    public void Silent_where_nobody_waits() => Silent($"""
        {Before}CREATE TABLE notes (id bigint);
        ALTER TABLE notes ADD COLUMN a text;
        UPDATE users SET name = '' WHERE id = 1;
        """);

    [Fact]
    public void Off_unless_the_mode_is_strict()
    {
        Assert.Equal(Severity.None, Descriptor.SeverityIn(AnalysisMode.Minimum));
        Assert.Equal(Severity.None, Descriptor.SeverityIn(AnalysisMode.Default));
        Assert.Equal(Severity.Warning, Descriptor.SeverityIn(AnalysisMode.Strict));
    }
}
