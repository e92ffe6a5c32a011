using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>DROP EXPRESSION: a stored generated column becomes a plain one and keeps its values.</summary>
internal sealed class DropExpression : AlterTableCommand
{
    public override IReadOnlyList<AlterTableType> Types { get; } = [AlterTableType.AT_DropExpression];

    public override AlterTablePass Pass(AlterTableCmd command) => AlterTablePass.Drop;

    public override bool Recurses(AlterTableCmd command) => true;

    public override void Prepare(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        // Each table below is looked at as if it were named with ONLY (ATPrepDropExpression).
        var alone = run.Recurses ? run.Execution.WithDescendants(table).Skip(1) : [table];
        if (alone.Any(each => !each.Children.IsEmpty)) throw new RefusedException("0A000", "ALTER TABLE / DROP EXPRESSION must be applied to child tables too");
        if (AlterTableRun.Column(table, command.Name) is { } column && table.Parents.Select(run.Execution.Relation).Any(parent => parent.FindColumn(column.Name) is not null))
            throw new RefusedException("42P16", "cannot drop generation expression from inherited column");
    }

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        if (AlterTableRun.Column(table, command.Name) is not { } column) return;
        switch (column.Generated)
        {
            case GeneratedKind.None when command.MissingOk:
                return;
            case GeneratedKind.None:
                throw new RefusedException("55000", $"column \"{column.Name}\" of relation \"{table.Name.Name}\" is not a generated column");
            case GeneratedKind.Virtual:
                throw new RefusedException("0A000", "ALTER TABLE / DROP EXPRESSION is not supported for virtual generated columns");
        }

        run.Execution.Replace(table.With(column with { Generated = GeneratedKind.None, Default = null }));
    }
}
