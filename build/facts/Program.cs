using SchemaBuild.Facts;
using SchemaBuild.Testing;

int[] majors = [14, 15, 16, 17, 18];
var told = FactSheet.All.ToDictionary(sheet => sheet, _ => new SortedDictionary<int, FactRows>());

foreach (var major in majors)
{
    await using var server = await PostgresServer.StartAsync(major);
    foreach (var sheet in FactSheet.All)
    {
        await using var database = await server.CreateDatabaseAsync();
        told[sheet][major] = await sheet.ReadAsync(database);
    }
}

foreach (var (sheet, byMajor) in told)
{
    var file = RepositoryRoot.Combine(sheet.File);
    Directory.CreateDirectory(Path.GetDirectoryName(file)!);
    await File.WriteAllTextAsync(file, FactFile.Write(byMajor));
    Console.WriteLine($"{sheet.File}: {byMajor.Sum(major => major.Value.Rows.Count)} facts of {byMajor.Count} majors");
}
