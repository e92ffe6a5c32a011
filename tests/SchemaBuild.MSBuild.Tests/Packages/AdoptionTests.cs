using System.Globalization;

namespace SchemaBuild.MSBuild.Tests.Packages;

/// <summary>The package on a repository that has a history.</summary>
public sealed class AdoptionTests(PackedFeed feed)
{
    [Fact]
    public async Task Four_hundred_old_migrations_are_green_after_the_advice_and_number_401_is_linted()
    {
        using var project = await TestProject.CreateAsync(feed);
        project.Write("migrations/001_users.sql", "CREATE TABLE users (id bigint PRIMARY KEY, name text);\n");
        for (var i = 2; i <= 400; i++) project.Write(string.Create(CultureInfo.InvariantCulture, $"migrations/{i:000}_index.sql"), $"CREATE INDEX users_{i} ON users (name);\n");

        var first = await project.BuildAsync();
        Assert.False(first.Succeeded);
        var advice = Assert.Single(first.Warnings, warning => warning.Code == "SB0032");
        Assert.Contains("<SchemaBuildBaseline>400</SchemaBuildBaseline>", advice.Text, StringComparison.Ordinal);
        Assert.True(first.Output.IndexOf("SB0032", StringComparison.Ordinal) < first.Output.IndexOf("SB1001", StringComparison.Ordinal));

        var frozen = (await project.BuildAsync("-p:SchemaBuildBaseline=400")).MustSucceed();
        Assert.Empty(frozen.Diagnostics);
        Assert.Empty((await project.BuildAsync("-p:SchemaBuildBaseline=400", "-p:ContinuousIntegrationBuild=true")).MustSucceed().Diagnostics);
        project.Write("migrations/401_index.sql", "CREATE INDEX users_401 ON users (name);\n");
        Assert.Equal(["error SB1001"], (await project.BuildAsync("-p:SchemaBuildBaseline=400")).Diagnostics);

        project.Delete("migrations/401_index.sql");
        project.Write("migrations/007_index.sql", "CREATE INDEX users_7 ON users (name, id);\n");
        var edited = await project.BuildAsync("-p:SchemaBuildBaseline=400");
        var error = Assert.Single(edited.Errors);
        Assert.Equal(("SB0030", "migrations/007_index.sql", 1), (error.Code, error.File, error.LineNumber));
        Assert.Equal(["error SB0030"], (await project.BuildAsync("-p:SchemaBuildBaseline=400", "-t:SchemaBuildLint")).Diagnostics);
    }

    [Fact]
    public async Task A_dumped_schema_is_what_exists_before_the_first_migration()
    {
        using var project = await TestProject.CreateAsync(feed, properties: "<SchemaBuildSchemaFile>schema.sql</SchemaBuildSchemaFile>");
        project.Write("schema.sql", "CREATE TABLE public.users (id bigint NOT NULL, name text);\n");
        project.Write("migrations/001_drop.sql", "-- schemabuild:allow SB2001 reason=\"test\"\nDROP TABLE users;\n\nDROP TABLE nowhere;\n");

        var build = await project.BuildAsync("-t:SchemaBuildLint");
        Assert.Contains(build.Diagnostics, diagnostic => diagnostic.StartsWith("error SB", StringComparison.Ordinal));
        Assert.Contains(build.EmbeddedFiles, file => file.EndsWith("schema.sql", StringComparison.Ordinal));

        project.Write("schema.sql", "CREATE TABEL x ();");
        Assert.Contains((await project.BuildAsync("-t:SchemaBuildLint")).Errors, error => (error.Code, error.File) == ("SB0001", "schema.sql"));
        project.Delete("schema.sql");
        Assert.Equal(["error SB0104"], (await project.BuildAsync("-t:SchemaBuildLint")).Diagnostics);
    }
}
