using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>DROP CONSTRAINT; of a foreign key it locks the referenced table as well.</summary>
internal sealed class DropConstraint : AlterTableCommand
{
    public override AlterTableType Type => AlterTableType.AT_DropConstraint;

    public override AlterTablePass Pass(AlterTableCmd command) => AlterTablePass.Drop;

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        if (table.FindConstraint(Identifier.Truncate(command.Name)) is { } constraint)
            new ObjectRemoval(run.Execution, command.Behavior == DropBehavior.DROP_CASCADE).RemoveConstraint(table, constraint);
    }
}
