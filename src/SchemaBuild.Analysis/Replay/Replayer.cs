using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Planning;
using SchemaBuild.Analysis.Sources;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>
/// Executes files on a simulated session as the runner does: consecutive statements share a transaction, one that refuses a transaction
/// runs alone, the file's own BEGIN and COMMIT are borders, and the settings are reset before each file.
/// </summary>
internal sealed class Replayer(Session session)
{
    private bool _isExplicit;
    private int _segment;
    private int _firstTransaction;
    private SqlStatement? _current;
    private SqlStatement? _begin;
    private SqlStatement? _modes;
    private readonly List<ControlEffect> _controls = [];

    public Session Session { get; } = session;

    public ReplayedFile Replay(MigrationFile file)
    {
        var steps = new StepPlan(file);
        var statements = new List<AnalyzedStatement>(file.Statements.Count);
        var rollbacks = new List<SqlStatement>();
        _controls.Clear();
        _begin = null;
        var alwaysAlone = file.HasDirective("no-transaction");
        var neverAlone = file.HasDirective("transaction");
        _segment = 0;
        _isExplicit = false;
        _firstTransaction = Session.Transaction + 1;
        Session.ResetSettings();

        foreach (var statement in file.Statements)
        {
            _current = statement;
            if (statement.Tree is TransactionStmt control)
            {
                if (control.Kind == TransactionStmtKind.TRANS_STMT_ROLLBACK && Session.InTransaction)
                {
                    rollbacks.Add(statement);
                    steps.RemoveSegment(_segment);
                }

                if (Control(control, statement)) continue;
            }

            var execution = new Execution(Session, statement);
            var model = StatementModels.Find(statement.Tree);
            if (IsHistory(execution)) continue;
            var (kind, refuses) = Classify(execution, model);

            var alone = !_isExplicit && !neverAlone && (refuses || alwaysAlone);
            if (alone && Session.InTransaction) Commit();
            if (!Session.InTransaction)
            {
                Session.Begin();
                _segment++;
            }

            execution.IsAlone = alone;
            statements.Add(Execute(execution, model, kind, refuses));
            steps.Add(execution, kind, _segment, _isExplicit ? _modes : null);
            if (alone) Commit();
        }

        if (_isExplicit && _begin is not null) Note(_begin, ControlFault.NeverEnds);
        if (Session.InTransaction) Commit();
        // The runner gives the next file the session as it found it.
        TemporaryObjects.Drop(Session, _current, _ => true);
        return new ReplayedFile(file, statements, steps, rollbacks) { Controls = [.. _controls] };
    }

    /// <summary>
    /// Replays a dump of the schema as what exists before the first migration. From then on the catalogue is complete: what it does not show does not exist.
    /// </summary>
    public ReplayedFile ReplayDump(MigrationFile dump)
    {
        Session.BeginHistory(-1);
        Session.TakesNewerSyntax = true;
        var replayed = Replay(dump);
        Session.TakesNewerSyntax = false;
        Session.BeginHistory(0);
        Session.State = Session.State with { Catalog = Session.State.Catalog with { IsComplete = true } };
        return replayed;
    }

    private AnalyzedStatement Execute(Execution execution, StatementModel? model, string kind, bool refuses)
    {
        var before = Session.State;
        if (refuses && !execution.IsAlone)
            execution.Effects.Refusal = new Refusal(model!.RefusalState, $"{kind.Replace('_', ' ')} cannot run inside a transaction block", "Take BEGIN and COMMIT away, or move the statement to a file of its own: outside a transaction the runner sends it alone.");
        else
            Run(execution, model, before);

        execution.Freeze();
        var after = Session.State;
        return new AnalyzedStatement
        {
            RefusalOfRepeat = execution is { IsAlone: true, Target: null, Failure: null } && execution.Effects.Refusal is null && before.Catalog != after.Catalog ? Repeat(execution, model) : null,
            Statement = execution.Statement,
            Kind = kind,
            Effects = execution.Effects,
            TransactionKind = execution.IsAlone ? TransactionKind.None : _isExplicit ? TransactionKind.Explicit : TransactionKind.Wrapped,
            Transaction = Session.Transaction,
            FirstTransaction = _firstTransaction,
            Before = before,
            After = after,
            Major = Session.Major,
            Failure = execution.Failure,
        };
    }

    /// <summary>
    /// Executes the statement. One that the server refuses, or that the model cannot carry out, leaves the state from before it; the statements after it
    /// are analysed as if it were mended, because findings about an aborted transaction (25P02) would help nobody.
    /// </summary>
    private void Run(Execution execution, StatementModel? model, SessionState before)
    {
        try
        {
            model?.Execute(execution.Statement.Tree, execution);
        }
        catch (RefusedException refused)
        {
            var isCertain = !UnsureNames.AreIn(refused.Message, Session.State);
            Session.State = before;
            if (isCertain) execution.Effects.Refusal = new Refusal(refused.SqlState, refused.Message, refused.Advice);
            else execution.Effects.NotAnalysed.Add($"{refused.Message}, or not: what makes or drops it stands behind a condition, or is put together at run time.");
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Session.State = before;
            execution.Failure ??= failure;
        }
    }

    /// <summary>Asks what would happen if the statement ran again, and leaves the state as it is.</summary>
    private Refusal? Repeat(Execution execution, StatementModel? model)
    {
        var state = Session.State;
        var again = new Execution(Session, execution.Statement) { IsAlone = true };
        Run(again, model, state);
        Session.State = state;
        return again.Effects.Refusal;
    }

    // A fault of the model is reported and never ends the analysis.

    private static bool IsHistory(Execution execution)
    {
        try
        {
            return HistoryStatement.Is(execution.Statement.Tree, execution);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            execution.Failure ??= failure;
            return false;
        }
    }

    private static (string Kind, bool RefusesTransaction) Classify(Execution execution, StatementModel? model)
    {
        var tree = execution.Statement.Tree;
        if (model is null) return (StatementModel.DefaultKind(tree.GetType()), false);
        string? kind = null;
        try
        {
            kind = model.Kind(tree);
            return (kind, model.RefusesTransaction(tree, execution));
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            execution.Failure ??= failure;
            return (kind ?? StatementModel.DefaultKind(tree.GetType()), false);
        }
    }

    private void Commit()
    {
        Session.Commit();
        TemporaryObjects.Drop(Session, _current, item => item is Relation { IsDroppedOnCommit: true });
    }

    /// <summary>Carries out BEGIN, COMMIT and so on; false for those that are steps of their own (savepoints, prepared transactions).</summary>
    private bool Control(TransactionStmt control, SqlStatement statement)
    {
        switch (control.Kind)
        {
            case TransactionStmtKind.TRANS_STMT_BEGIN or TransactionStmtKind.TRANS_STMT_START:
                if (_isExplicit)
                {
                    Note(statement, ControlFault.Nested);
                    return true;
                }

                if (Session.InTransaction) Commit();
                if (control.Options.OfType<DefElem>().Any(IsReadOnly)) Note(statement, ControlFault.ReadOnly);
                Open(statement, statement);
                return true;

            case TransactionStmtKind.TRANS_STMT_COMMIT or TransactionStmtKind.TRANS_STMT_ROLLBACK:
                var modes = _isExplicit ? _modes : null;
                if (!_isExplicit) Note(statement, ControlFault.NotBegun);
                if (Session.InTransaction && control.Kind == TransactionStmtKind.TRANS_STMT_COMMIT) Commit();
                else if (Session.InTransaction) Session.Rollback();
                _isExplicit = false;
                if (!control.Chain) return true;
                Note(statement, ControlFault.Chained);
                Open(null, modes);
                return true;

            default:
                return false;
        }
    }

    private static bool IsReadOnly(DefElem option) => option is { Defname: "transaction_read_only", Arg: A_Const { Val: IntegerValue { Ival: not 0 } } };

    private void Note(SqlStatement statement, ControlFault fault) => _controls.Add(new ControlEffect(statement, fault, _begin));

    /// <param name="begin">The statement that says so; null if AND CHAIN does, which has been noted.</param>
    /// <param name="modes">The statement that gave the transaction its modes, or the one before a chain.</param>
    private void Open(SqlStatement? begin, SqlStatement? modes)
    {
        Session.Begin();
        _segment++;
        _isExplicit = true;
        (_begin, _modes) = (begin, modes);
    }
}

/// <summary>A file after its replay.</summary>
/// <param name="File">The file.</param>
/// <param name="Statements">All but transaction control and what keeps the history.</param>
/// <param name="Steps">What the runner executes.</param>
/// <param name="Rollbacks">ROLLBACK statements that undo something; what they undo is among the statements, but no step.</param>
internal sealed record ReplayedFile(MigrationFile File, IReadOnlyList<AnalyzedStatement> Statements, StepPlan Steps, IReadOnlyList<SqlStatement> Rollbacks)
{
    /// <summary>BEGIN, COMMIT and ROLLBACK that do not do what they say.</summary>
    public IReadOnlyList<ControlEffect> Controls { get; init; } = [];

    /// <summary>The statements by their transactions, in order.</summary>
    public List<List<AnalyzedStatement>> Transactions => field ??= Statements.GroupBy(statement => statement.Transaction).Select(group => group.ToList()).ToList();
}

/// <param name="Statement">BEGIN, COMMIT or ROLLBACK.</param>
/// <param name="Fault">What is wrong with it.</param>
/// <param name="Begin">The BEGIN before it, or null.</param>
internal sealed record ControlEffect(SqlStatement Statement, ControlFault Fault, SqlStatement? Begin);

internal enum ControlFault
{
    /// <summary>BEGIN within a transaction: the server warns, and the next COMMIT ends the outer one.</summary>
    Nested,

    /// <summary>COMMIT or ROLLBACK without BEGIN.</summary>
    NotBegun,

    /// <summary>BEGIN without COMMIT.</summary>
    NeverEnds,

    /// <summary>BEGIN READ ONLY: what is written at the end, the history, is refused.</summary>
    ReadOnly,

    /// <summary>COMMIT AND CHAIN: the next transaction begins without being asked for.</summary>
    Chained,
}
