using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Planning;

/// <summary>
/// Statements that change nothing when they run a second time and are not refused either. After a crash the runner sends such a one again, whether it took effect or not.
/// </summary>
internal static class RepeatableStatement
{
    public static bool Is(Node statement) => statement switch
    {
        AlterTableStmt alter => alter.Cmds.OfType<AlterTableCmd>().All(Is),
        AlterEnumStmt value => value.SkipIfNewValExists,
        CreateStmt create => create.IfNotExists,
        CreateSchemaStmt schema => schema.IfNotExists,
        CreateExtensionStmt extension => extension.IfNotExists,
        CreateSeqStmt sequence => sequence.IfNotExists,
        CreateFunctionStmt function => function.Replace,
        ViewStmt view => view.Replace,
        DropStmt drop => drop.MissingOk,
        CommentStmt or RefreshMatViewStmt => true,
        _ => false,
    };

    private static bool Is(AlterTableCmd command) => command.MissingOk || command.Subtype
        is AlterTableType.AT_ValidateConstraint
        or AlterTableType.AT_SetNotNull or AlterTableType.AT_DropNotNull
        or AlterTableType.AT_ColumnDefault
        or AlterTableType.AT_SetStatistics;
}
