using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>SET EXPRESSION (PostgreSQL 17): stored values are computed anew.</summary>
internal sealed class SetExpression : AlterTableCommand
{
    public override IReadOnlyList<AlterTableType> Types { get; } = [AlterTableType.AT_SetExpression];

    public override AlterTablePass Pass(AlterTableCmd command) => AlterTablePass.SetExpression;

    public override bool Recurses(AlterTableCmd command) => true;

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        if (AlterTableRun.Column(table, command.Name) is not { } column) return;
        if (column.Generated == GeneratedKind.None) throw new RefusedException("55000", $"column \"{column.Name}\" of relation \"{table.Name.Name}\" is not a generated column");
        var cause = new Cause(
            $"SET EXPRESSION of {column.Name}",
            _ => new Remedy("Add a new column for the new expression, keep it up to date by a trigger, fill it in batches, and switch over."));
        if (column.Generated == GeneratedKind.Stored) run.Rewrite(table, cause);
        if (column.Generated == GeneratedKind.Virtual && (column.NotNull || table.Constraints.Any(own => own is { Kind: ConstraintKind.Check, IsValidated: true, IsEnforced: true } && own.Columns.Contains(column.Number))))
            run.Scan(table, cause);
        run.Execution.Replace(table.With(column with { Default = command.Def }));
    }
}
