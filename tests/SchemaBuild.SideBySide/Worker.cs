using System.Diagnostics;
using SchemaBuild.Testing;

namespace SchemaBuild.SideBySide;

/// <summary>A process of its own that migrates.</summary>
internal static class Worker
{
    public static Process Start(Tool tool, string set, string connectionString) =>
        Process.Start(new ProcessStartInfo("dotnet", [typeof(Worker).Assembly.Location, "apply", tool.Name, set, connectionString]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    /// <returns>Empty when it ended well; otherwise the first line of what it said.</returns>
    public static async Task<string> EndAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? "" : errors.Split('\n').FirstOrDefault(line => line.Length > 0) ?? $"exit status {process.ExitCode}";
    }

    public static async Task<string> RunAsync(Tool tool, string set, string connectionString)
    {
        using var process = Start(tool, set, connectionString);
        return await EndAsync(process);
    }

    /// <summary>What is wrong with a database to which a set was applied; empty when all of it took effect once.</summary>
    public static async Task<string> WrongAsync(TestDatabase database, string set)
    {
        var scripts = ScriptSets.Get(set);
        var wrong = new List<string>();
        if (!await database.ScalarAsync<bool>("SELECT to_regclass('account') IS NOT NULL AND to_regclass('trace') IS NOT NULL"))
            return "tables missing";
        var rows = await database.ScalarAsync<long>("SELECT count(*) FROM trace");
        var wanted = scripts.Sum(script => script.Statements.Count(statement => statement.StartsWith("INSERT INTO trace", StringComparison.Ordinal)));
        if (rows != wanted)
            wrong.Add($"{rows} rows instead of {wanted}");
        var balance = await database.ScalarAsync<long>("SELECT sum(balance) / 1000 FROM account");
        if (balance != (scripts.Any(script => script.Name == "deposit") ? 150 : 100))
            wrong.Add($"balance {balance}");
        var index = await database.ScalarAsync<string>("SELECT indisvalid::text FROM pg_index WHERE indexrelid = to_regclass('account_balance')");
        if (scripts.Any(script => script.Name == "index") && index != "true")
            wrong.Add(index is null ? "no index" : "invalid index");
        if (scripts.Any(script => script.Name == "last")
            && !await database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'account'::regclass AND attname = 'note')"))
            wrong.Add("no column");
        return string.Join(", ", wrong);
    }
}
