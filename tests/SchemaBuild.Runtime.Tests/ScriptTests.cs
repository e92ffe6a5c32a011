using System.Reflection;
using SchemaBuild.Runtime.TestHost;

namespace SchemaBuild.Runtime.Tests;

public sealed class ScriptTests
{
    private const string EmbeddedPlan = "CREATE_TABLE 25 33 1";

    [Fact]
    public void The_checksum_is_the_SHA_256_of_the_text_and_never_changes()
    {
        var script = new MigrationScript("001_x.sql", "SELECT 1;\nSELECT 'é';\n", "");

        Assert.Equal("a4cda3c39ec9df772771b1e26679587241a6aab7db4cf191b269f72e10ee3b5c", script.Checksum);
    }

    [Fact]
    public void A_byte_order_mark_and_CRLF_change_neither_text_nor_checksum()
    {
        var unix = new MigrationScript("001_x.sql", "SELECT 1;\nSELECT 2;\n", "");
        var windows = new MigrationScript("001_x.sql", "\uFEFFSELECT 1;\r\nSELECT 2;\r\n", "");

        Assert.Equal(unix.Checksum, windows.Checksum);
        Assert.Equal(unix.Text, windows.Text);
    }

    [Fact]
    public void The_plan_gives_the_steps_with_their_text_line_and_target()
    {
        const string Text = "-- head\nCREATE TABLE a (i int);\nCREATE INDEX CONCURRENTLY \"a x\"\n  ON a (i);\n";
        var script = new MigrationScript("001_x.sql", Text, "CREATE_TABLE 8 22 1\nCREATE_INDEX 32 42 2! app.\"a x\"");

        Assert.Collection(script.Steps,
            step => Assert.Equal((1, "CREATE_TABLE", "CREATE TABLE a (i int)", 2, 1, false, null),
                (step.Order, step.Kind, step.Sql, step.Line, step.Segment, step.RefusesTransaction, step.Target)),
            step => Assert.Equal((2, "CREATE_INDEX", "CREATE INDEX CONCURRENTLY \"a x\"\n  ON a (i)", 3, 2, true, "app.\"a x\""),
                (step.Order, step.Kind, step.Sql, step.Line, step.Segment, step.RefusesTransaction, step.Target)));
    }

    [Theory]
    [InlineData("CREATE_TABLE 0 5")]
    [InlineData("CREATE_TABLE 0 five 1")]
    [InlineData("CREATE_TABLE -1 5 1")]
    [InlineData("A_KIND_OF_MORE_THAN_TWENTY 0 5 1")]
    [InlineData("VACUUM 0 5 2\nVACUUM 0 5 1")]
    [InlineData("VACUUM 0 5 1!\nVACUUM 0 5 1")]
    [InlineData("VACUUM 0 5 1\nBEGIN 0 5 1\nVACUUM 0 5 1")]
    public void A_malformed_plan_is_refused(string plan) =>
        Assert.Throws<FormatException>(() => new MigrationScript("001_x.sql", "VACUUM", plan).Steps);

    [Fact]
    public void An_embedded_text_is_read_when_it_is_needed()
    {
        var known = new MigrationScript("001_embedded.sql", "-- Description: Embedded\nCREATE TABLE embedded (id bigint);\n", EmbeddedPlan);
        var script = MigrationScript.FromResource(Assembly.GetExecutingAssembly(), "001_embedded.sql", known.Checksum, EmbeddedPlan);

        Assert.Equal(known.Text, script.Text);
        Assert.Equal("CREATE TABLE embedded (id bigint)", Assert.Single(script.Steps).Sql);
    }

    [Theory]
    [InlineData("001_embedded.sql", "0000000000000000000000000000000000000000000000000000000000000000", "is not the one that its plan was made for")]
    [InlineData("002_nowhere.sql", "0000000000000000000000000000000000000000000000000000000000000000", "is not embedded in SchemaBuild.Runtime.Tests")]
    public void A_text_that_is_not_the_one_that_was_built_is_refused(string fileName, string checksum, string message)
    {
        var script = MigrationScript.FromResource(Assembly.GetExecutingAssembly(), fileName, checksum, EmbeddedPlan);

        var error = Assert.Throws<MigrationException>(() => script.Text);

        Assert.Equal((MigrationError.StaleBuild, fileName), (error.Error, error.FileName));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_is_ordered_by_number_and_finds_a_version_however_it_is_written()
    {
        var set = Scripts.Set(Scripts.Migration("10_c.sql"), Scripts.Migration("20260101000000_d.sql"), Scripts.Migration("002_b.sql"), Scripts.Migration("1_a.sql"));

        Assert.Equal(["1_a", "002_b", "10_c", "20260101000000_d"], set.Select(migration => migration.ToString()));
        Assert.Equal("b", set.Find("2")?.Name);
        Assert.Null(set.Find("3"));
        Assert.Null(set.Find("baseline"));
    }

    [Fact]
    public void Two_migrations_of_one_version_are_refused() =>
        Assert.Contains("001_a.sql and 1_b.sql",
            Assert.Throws<ArgumentException>(() => Scripts.Set(Scripts.Migration("001_a.sql"), Scripts.Migration("1_b.sql"))).Message, StringComparison.Ordinal);
}
