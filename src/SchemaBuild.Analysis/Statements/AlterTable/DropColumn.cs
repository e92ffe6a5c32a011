using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>DROP COLUMN: a change of the catalogue only, but indexes and constraints that use the column go with it.</summary>
internal sealed class DropColumn : AlterTableCommand
{
    public override AlterTableType Type => AlterTableType.AT_DropColumn;

    public override AlterTablePass Pass(AlterTableCmd command) => AlterTablePass.Drop;

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        run.Execution.Lose(table, LossKind.Drop, command.Name);
        if (table.FindColumn(Identifier.Truncate(command.Name)) is { } column)
            new ObjectRemoval(run.Execution, command.Behavior == DropBehavior.DROP_CASCADE).RemoveColumn(table, column);
    }
}
