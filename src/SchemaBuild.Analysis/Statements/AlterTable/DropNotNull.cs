using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>DROP NOT NULL.</summary>
internal sealed class DropNotNull : AlterTableCommand
{
    public override AlterTableType Type => AlterTableType.AT_DropNotNull;

    public override AlterTablePass Pass(AlterTableCmd command) => AlterTablePass.Drop;

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        if (table.FindColumn(Identifier.Truncate(command.Name)) is { } column) run.Execution.Replace(table.With(column with { NotNull = false }));
    }
}
