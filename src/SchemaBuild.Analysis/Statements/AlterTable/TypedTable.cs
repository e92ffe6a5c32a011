using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>OF and NOT OF: ties a table to a composite type, or unties it.</summary>
internal sealed class TypedTable : AlterTableCommand
{
    public override IReadOnlyList<AlterTableType> Types { get; } = [AlterTableType.AT_AddOf, AlterTableType.AT_DropOf];

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        var execution = run.Execution;
        if (command.Subtype == AlterTableType.AT_DropOf)
        {
            if (table.OfType is null && !table.IsAssumed) throw new RefusedException("42809", $"\"{table.Name.Name}\" is not a typed table");
            execution.Replace(table with { OfType = null });
            return;
        }

        var name = NodeNames.Qualified(command.Def);
        if (execution.FindRelation(name) is { KnowsColumns: true } type && table.KnowsColumns)
        {
            var isSame = type.Columns.Length == table.Columns.Length
                && type.Columns.Zip(table.Columns).All(pair => pair.First.Name == pair.Second.Name && pair.First.Type == pair.Second.Type);
            if (!isSame) throw new RefusedException("42804", $"table \"{table.Name.Name}\" has other columns than type \"{type.Name.Name}\"");
        }

        execution.Replace(table with { OfType = execution.FindRelation(name)?.Name ?? name });
    }
}
