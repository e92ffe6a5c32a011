namespace SchemaBuild.MSBuild.Tests.Packages;

/// <summary>Code and schema of one project, in real builds.</summary>
public sealed class ApplicationTests(PackedFeed feed)
{
    [Fact]
    public async Task Code_that_names_a_dropped_column_fails_the_build_until_it_is_mended()
    {
        using var project = await TestProject.CreateAsync(feed, properties: "<SchemaBuildBaseline>1</SchemaBuildBaseline>");
        project.Write("migrations/001_users.sql", "CREATE TABLE users (id bigint PRIMARY KEY, name text, legacy text);\n");
        project.Write("migrations/002_drop.sql", "-- schemabuild:allow SB3001 reason=\"no released version reads it\"\nALTER TABLE users DROP COLUMN legacy;\n");
        project.Write("Data/Users.cs", "static class Users\n{\n    public const string All = $\"SELECT id, {Columns} FROM users\";\n    public const string Columns = \"name, legacy\";\n}\n");

        var build = await project.BuildAsync();
        var error = Assert.Single(build.Errors);
        Assert.Equal(("SB3081", "Data/Users.cs", 4, 42, 4, 48), (error.Code, error.File, error.LineNumber, error.ColumnNumber, error.EndLineNumber, error.EndColumnNumber));

        Assert.Equal(["error SB3081"], (await project.BuildAsync("-mt")).Diagnostics);
        Assert.Empty((await project.BuildAsync("-p:SchemaBuildCheckApplication=false")).MustSucceed().Diagnostics);

        project.Write("Data/.editorconfig", "[*.cs]\ndotnet_diagnostic.SB3081.severity = warning\n");
        Assert.Equal(["warning SB3081"], (await project.BuildAsync()).MustSucceed().Diagnostics);
        Assert.Equal(["warning SB3081"], (await project.BuildAsync()).MustSucceed().Diagnostics);

        project.Write("Data/Users.cs", "static class Users\n{\n    public const string All = \"SELECT id, name FROM users\";\n}\n");
        Assert.Empty((await project.BuildAsync()).MustSucceed().Diagnostics);

        await project.BuildAsync("-t:Clean");
        Assert.False(project.Has("obj/Debug/net10.0/SchemaBuild/application.cache"));
    }
}
