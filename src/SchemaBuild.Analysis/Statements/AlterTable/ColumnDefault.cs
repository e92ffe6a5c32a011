using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>SET DEFAULT and DROP DEFAULT: about new rows only.</summary>
internal sealed class ColumnDefault : AlterTableCommand
{
    public override AlterTableType Type => AlterTableType.AT_ColumnDefault;

    public override AlterTablePass Pass(AlterTableCmd command) => command.Def is null ? AlterTablePass.Drop : AlterTablePass.AddOtherConstraint;

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        if (table.FindColumn(Identifier.Truncate(command.Name)) is { } column) run.Execution.Replace(table.With(column with { Default = command.Def }));
    }
}
