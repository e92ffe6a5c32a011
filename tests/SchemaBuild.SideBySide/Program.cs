using SchemaBuild.SideBySide;
using SchemaBuild.SideBySide.Tools;

// "apply TOOL SET CONNECTION" is one process that migrates. The rest orchestrates such processes: "once PROCESSES REPETITIONS", "crash POINTS", "speed ROUNDS" and "load"
// each print a table.
switch (args)
{
    case ["apply", var tool, var set, var connectionString]:
        try
        {
            await Tool.All.Append(new BareNpgsql()).Single(candidate => candidate.Name == tool).MigrateAsync(connectionString, set);
            return 0;
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }

    case ["tools"]:
        foreach (var tool in Tool.All)
            Console.WriteLine($"| {tool.Name} | {tool.Version} |");
        return 0;

    case ["once", var processes, var repetitions]:
        await ManyProcesses.PrintAsync(int.Parse(processes, null), int.Parse(repetitions, null));
        return 0;

    case ["crash", var points]:
        await Crashes.PrintAsync(int.Parse(points, null));
        return 0;

    case ["speed", var rounds]:
        await Speed.PrintAsync(int.Parse(rounds, null));
        return 0;

    case ["load"]:
        await Load.PrintAsync();
        return 0;

    default:
        Console.Error.WriteLine("apply TOOL SET CONNECTION | tools | once PROCESSES REPETITIONS | crash POINTS | speed ROUNDS | load");
        return 2;
}
