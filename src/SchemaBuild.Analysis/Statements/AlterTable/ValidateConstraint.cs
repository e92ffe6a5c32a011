using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>VALIDATE CONSTRAINT reads every row, but writes go on meanwhile.</summary>
internal sealed class ValidateConstraint : AlterTableCommand
{
    public override AlterTableType Type => AlterTableType.AT_ValidateConstraint;

    public override AlterTablePass Pass(AlterTableCmd command) => AlterTablePass.Misc;

    public override LockMode Lock(AlterTableCmd command) => LockMode.ShareUpdateExclusive;

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        var execution = run.Execution;
        if (table.FindConstraint(Identifier.Truncate(command.Name)) is not { IsValidated: false } constraint) return;

        var cause = new Cause($"VALIDATE CONSTRAINT {constraint.Name}");
        if (constraint.Kind == ConstraintKind.ForeignKey)
        {
            if (constraint.Referenced is { } id) execution.Lock(execution.Relation(id), LockMode.RowShare);
            execution.CheckForeignKey(table, cause);
        }
        else
        {
            run.Scan(table, cause);
        }

        execution.Replace(table with { Constraints = table.Constraints.Replace(constraint, constraint with { IsValidated = true }) });
    }
}
