using Npgsql;
using Quickstart;

if (args is not [var connectionString])
{
    Console.Error.WriteLine("usage: Quickstart CONNECTION-STRING");
    return 2;
}

await using var dataSource = NpgsqlDataSource.Create(connectionString);

var result = await Migrations.ApplyAsync(dataSource);
foreach (var run in result.Applied)
    Console.WriteLine($"applied {run.Migration} in {run.Duration.TotalMilliseconds:F0} ms");
Console.WriteLine($"{result.Applied.Count} applied now, {result.AlreadyApplied} before");

Console.WriteLine();
Console.WriteLine("version  applied at           ms    description");
var status = await Migrations.GetStatusAsync(dataSource);
foreach (var entry in status.Entries)
    Console.WriteLine($"{entry.Version,-8} {entry.AppliedAt:yyyy-MM-dd HH:mm:ss}  {entry.Duration?.TotalMilliseconds,-5:F0} {entry.Description}");
return 0;
