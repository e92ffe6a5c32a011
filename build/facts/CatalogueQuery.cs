using SchemaBuild.Testing;

namespace SchemaBuild.Facts;

/// <summary>Facts that the system catalogues hold.</summary>
internal static class CatalogueQuery
{
    public static async Task<FactRows> RunAsync(TestDatabase database, string file)
    {
        await using var command = database.DataSource.CreateCommand(await File.ReadAllTextAsync(file));
        command.AllResultTypesAreUnknown = true;
        await using var reader = await command.ExecuteReaderAsync();
        var columns = Enumerable.Range(0, reader.FieldCount).ToArray();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(string.Join('\t', columns.Select(column => reader.IsDBNull(column) ? "" : reader.GetString(column))));
        return new FactRows([.. columns.Select(reader.GetName)], rows);
    }
}
