using EvolveDb;
using Npgsql;

namespace SchemaBuild.SideBySide.Tools;

internal sealed class EvolveTool : Tool
{
    public override string Name => "Evolve";

    public override string Version => VersionOf(typeof(Evolve));

    public override Task MigrateAsync(string connectionString, string set) => WithFilesAsync(set,
        script => ($"V{script.Number}__{script.Name}.sql", (script.IsAlone ? "-- evolve-tx-off\n" : "") + script.Sql),
        async folder =>
        {
            await using var connection = new NpgsqlConnection(connectionString);
            new Evolve(connection, _ => { }) { Locations = [folder], IsEraseDisabled = true }.Migrate();
            return 0;
        });
}
