using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.Analysis.Sources;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Fixes;

/// <summary>What a layout must know of a statement when its tree is gone. Offsets are bytes of the file.</summary>
/// <param name="Start">Of its first token.</param>
/// <param name="End">Behind its last token.</param>
/// <param name="Role">How it may be moved.</param>
/// <param name="RunsAlone">True if it cannot be in a transaction.</param>
internal sealed record StatementOutline(int Start, int End, StatementRole Role, bool RunsAlone)
{
    /// <summary>Where its own directives begin, or <see cref="Start"/>.</summary>
    public int DirectivesStart { get; init; }

    /// <summary>What it sets, for settings.</summary>
    public string Setting { get; init; } = "";

    /// <summary>The word LOCAL and the space after it, in SET LOCAL.</summary>
    public TextSpan? Local { get; init; }

    public bool IsNeutral => Role is StatementRole.Setting or StatementRole.History;

    /// <summary>All statements of a file, in order.</summary>
    public static IReadOnlyList<StatementOutline> Of(ReplayedFile replayed)
    {
        var analyzed = replayed.Statements.ToDictionary(statement => statement.Statement.Index);
        var isAlwaysAlone = replayed.File.HasDirective("no-transaction");
        return [.. replayed.File.Statements.Select(statement => Of(statement, analyzed.GetValueOrDefault(statement.Index), isAlwaysAlone))];
    }

    private static StatementOutline Of(SqlStatement statement, AnalyzedStatement? analyzed, bool isAlwaysAlone)
    {
        var runsAlone = analyzed is { TransactionKind: TransactionKind.None } || (analyzed?.Effects.Refusal is { SqlState: "25001" });
        var set = statement.Tree as VariableSetStmt;
        return new StatementOutline(statement.Start, statement.End, RoleOf(statement, analyzed), runsAlone || isAlwaysAlone)
        {
            DirectivesStart = statement.Directives.Select(directive => directive.Start).DefaultIfEmpty(statement.Start).Min(),
            Setting = set?.Name ?? "",
            Local = set is { IsLocal: true } ? LocalOf(statement) : null,
        };
    }

    private static TextSpan? LocalOf(SqlStatement statement)
    {
        var tokens = StatementTokens.Of(statement);
        return tokens.IsKeyword(1, "LOCAL") ? new TextSpan(tokens.Start(1), tokens.Start(2)) : null;
    }

    private static StatementRole RoleOf(SqlStatement statement, AnalyzedStatement? analyzed) => statement.Tree switch
    {
        TransactionStmt { Kind: TransactionStmtKind.TRANS_STMT_BEGIN or TransactionStmtKind.TRANS_STMT_START, Options: [] } => StatementRole.Begin,
        TransactionStmt { Kind: TransactionStmtKind.TRANS_STMT_COMMIT, Chain: false } => StatementRole.Commit,
        TransactionStmt or LockStmt or PrepareStmt or DeallocateStmt or DeclareCursorStmt or ConstraintsSetStmt => StatementRole.Bound,
        VariableSetStmt { Kind: VariableSetKind.VAR_SET_MULTI } => StatementRole.Bound,
        VariableSetStmt or VariableShowStmt => StatementRole.Setting,
        _ when analyzed is null => StatementRole.History,
        _ when analyzed.Before.Settings != analyzed.After.Settings || MakesTemporary(analyzed) => StatementRole.Bound,
        _ => StatementRole.Plain,
    };

    private static bool MakesTemporary(AnalyzedStatement statement) =>
        statement.Effects.Touched.Any(id => statement.After.Catalog.Find(id) is Relation { Persistence: Persistence.Temporary });
}

internal enum StatementRole
{
    Plain,

    /// <summary>SET, RESET, SHOW.</summary>
    Setting,

    /// <summary>Keeps the history by itself; no step of the runner.</summary>
    History,

    Begin,

    Commit,

    /// <summary>Means something only in its transaction or session, so nothing may be moved away from it.</summary>
    Bound,
}
