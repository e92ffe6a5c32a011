using SchemaBuild.Tool.Running;

namespace SchemaBuild.Tool.Tests;

public sealed class ConnectionTextTests
{
    [Theory]
    [InlineData("Host=db;Port=5433;Database=shop;Username=ann;Password=s3cret")]
    [InlineData("postgresql://ann:s3cret@db:5433/shop")]
    [InlineData("postgres://ann:s%33cret@db:5433/shop?")]
    [InlineData("postgres://db/shop?user=ann&password=s3cret&port=5433")]
    public void Both_ways_of_writing_it_are_understood(string text)
    {
        var connection = ConnectionText.Parse(text);

        Assert.Equal(("db", 5433, "shop", "ann", "s3cret"), (connection.Host, connection.Port, connection.Database, connection.Username, connection.Password));
        Assert.Equal("schema-lint", connection.ApplicationName);
    }

    [Fact]
    public void Settings_of_a_uri_are_understood_as_libpq_writes_them()
    {
        var connection = ConnectionText.Parse("postgres://db/shop?sslmode=verify-full&application_name=deploy%20job");

        Assert.Equal((Npgsql.SslMode.VerifyFull, "deploy job"), (connection.SslMode, connection.ApplicationName));
    }

    [Theory]
    [InlineData("nonsense s3cret")]
    [InlineData("Host=db;Password=a;s3cret")]
    [InlineData("Host=db;Password=a;s3cret=b")]
    [InlineData("Host=db;Port=s3cret")]
    [InlineData("postgres://ann:s3cret@:bad:port/shop")]
    [InlineData("postgres://ann:s3cret@db/shop?s3cret=1")]
    [InlineData("Password=s3cret")]
    [InlineData("")]
    public void A_mistake_is_told_without_the_text(string text)
    {
        var failure = Assert.Throws<ToolException>(() => ConnectionText.Parse(text));

        Assert.Equal(2, failure.ExitCode);
        Assert.Contains("Host=…;Database=…", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failure.Message, StringComparison.Ordinal);
    }
}
