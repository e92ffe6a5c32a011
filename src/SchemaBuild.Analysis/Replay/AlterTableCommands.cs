using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>The subcommands of ALTER TABLE by their type.</summary>
internal static partial class AlterTableCommands
{
    private static readonly Dictionary<AlterTableType, AlterTableCommand> ByType = Create().SelectMany(command => command.Types, (command, type) => (command, type)).ToDictionary(pair => pair.type, pair => pair.command);

    public static AlterTableCommand? Find(AlterTableType type) => ByType.GetValueOrDefault(type);

    private static partial AlterTableCommand[] Create();
}
