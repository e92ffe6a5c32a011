using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>Changes of one flag of the table or of one of its rules, and of its options in a foreign server.</summary>
internal sealed class TableSwitch : AlterTableCommand
{
    public override IReadOnlyList<AlterTableType> Types { get; } =
    [
        AlterTableType.AT_EnableRule, AlterTableType.AT_EnableAlwaysRule, AlterTableType.AT_EnableReplicaRule, AlterTableType.AT_DisableRule,
        AlterTableType.AT_EnableRowSecurity, AlterTableType.AT_DisableRowSecurity, AlterTableType.AT_ForceRowSecurity, AlterTableType.AT_NoForceRowSecurity,
        AlterTableType.AT_DropOids, AlterTableType.AT_GenericOptions, AlterTableType.AT_AlterColumnGenericOptions,
    ];

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        switch (command.Subtype)
        {
            case AlterTableType.AT_EnableRowSecurity or AlterTableType.AT_DisableRowSecurity:
                run.Execution.Replace(table with { HasRowSecurity = command.Subtype == AlterTableType.AT_EnableRowSecurity });
                break;
            case AlterTableType.AT_ForceRowSecurity or AlterTableType.AT_NoForceRowSecurity:
                run.Execution.Replace(table with { ForcesRowSecurity = command.Subtype == AlterTableType.AT_ForceRowSecurity });
                break;
        }
    }
}
