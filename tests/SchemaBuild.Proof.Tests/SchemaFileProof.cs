using System.Text;
using SchemaBuild.Analysis;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.Analysis.Sources;
using SchemaBuild.Testing;

namespace SchemaBuild.Proof;

/// <summary>A dump by <c>pg_dump --schema-only</c> is the same catalogue as the SQL that made the schema.</summary>
public sealed class SchemaFileProof
{
    public static TheoryData<int> Majors => PostgresServer.Majors;

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_dump_gives_the_server_s_catalogue(int major)
    {
        var server = await PostgresServer.GetAsync(major);
        await using var database = await server.CreateDatabaseAsync();
        await database.RunPsqlAsync(Path.Combine(AppContext.BaseDirectory, "States", "shop.sql"));
        var dump = $"\\restrict x1\n\n{await database.DumpSchemaAsync()}\n\\unrestrict x1\n";

        var replayer = new Replayer(new Session(major));
        var replayed = replayer.ReplayDump(SchemaDump.Read(new MigrationInput("schema.sql", "schema.sql", Encoding.UTF8.GetBytes(dump))).Parse());
        Assert.NotEmpty(replayed.Statements);
        Assert.Empty(replayed.Statements.Select(statement => statement.Failure?.ToString() ?? statement.Effects.Refusal?.Message).OfType<string>());
        Assert.All(replayer.Session.State.Catalog.All, item => Assert.Equal(0, item.CreatedBy));

        var difference = CatalogSnapshot.Difference(await CatalogSnapshot.OfServerAsync(database), CatalogSnapshot.OfModel(replayer.Session.State.Catalog));
        Assert.True(difference.Length == 0, $"PostgreSQL {major} disagrees:\n{difference}");
    }
}
