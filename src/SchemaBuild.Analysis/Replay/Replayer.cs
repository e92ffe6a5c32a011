using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Planning;
using SchemaBuild.Analysis.Sources;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>
/// Executes files on a simulated session as the runner does: consecutive statements share a transaction, one that refuses a transaction
/// runs alone, the file's own BEGIN and COMMIT are borders, and the settings are reset after each file.
/// </summary>
internal sealed class Replayer(Session session)
{
    private bool _isExplicit;
    private int _segment;

    public Session Session { get; } = session;

    public ReplayedFile Replay(MigrationFile file)
    {
        var steps = new StepPlan(file);
        var statements = new List<AnalyzedStatement>(file.Statements.Count);
        var alwaysAlone = file.HasDirective("no-transaction");
        _segment = 0;
        _isExplicit = false;

        foreach (var statement in file.Statements)
        {
            if (statement.Tree is TransactionStmt control && Control(control)) continue;

            var execution = new Execution(Session, statement);
            if (HistoryStatement.Is(statement.Tree, execution)) continue;

            var model = StatementModels.Find(statement.Tree);
            var refuses = model?.RefusesTransaction(statement.Tree, execution) ?? false;
            var alone = !_isExplicit && (refuses || alwaysAlone);
            if (alone && Session.InTransaction) Session.Commit();
            if (!Session.InTransaction)
            {
                Session.Begin();
                _segment++;
            }

            var kind = model?.Kind(statement.Tree) ?? StatementModel.DefaultKind(statement.Tree);
            statements.Add(Execute(execution, model, kind, refuses, alone));
            steps.Add(statement, kind, alone, _segment, execution.Target);
            if (alone) Session.Commit();
        }

        if (Session.InTransaction) Session.Commit();
        Session.ResetSettings();
        return new ReplayedFile(file, statements, steps);
    }

    private AnalyzedStatement Execute(Execution execution, StatementModel? model, string kind, bool refuses, bool alone)
    {
        var before = Session.State;
        if (refuses && !alone)
            execution.Effects.Refusal = new Refusal("25001", $"{kind.Replace('_', ' ')} cannot run inside a transaction block");
        else
            Run(execution, model, before);

        return new AnalyzedStatement
        {
            Statement = execution.Statement,
            Kind = kind,
            Effects = execution.Effects,
            TransactionKind = alone ? TransactionKind.None : _isExplicit ? TransactionKind.Explicit : TransactionKind.Wrapped,
            Transaction = Session.Transaction,
            Before = before,
            After = Session.State,
            Major = Session.Major,
        };
    }

    private void Run(Execution execution, StatementModel? model, SessionState before)
    {
        try
        {
            model?.Execute(execution.Statement.Tree, execution);
        }
        catch (RefusedException refused)
        {
            // The server would undo what the statement had done so far.
            Session.State = before;
            execution.Effects.Refusal = new Refusal(refused.SqlState, refused.Message);
        }
    }

    /// <summary>Carries out BEGIN, COMMIT and so on; false for those that are steps of their own (savepoints, prepared transactions).</summary>
    private bool Control(TransactionStmt control)
    {
        switch (control.Kind)
        {
            case TransactionStmtKind.TRANS_STMT_BEGIN or TransactionStmtKind.TRANS_STMT_START:
                if (_isExplicit) return true;
                if (Session.InTransaction) Session.Commit();
                Open();
                return true;

            case TransactionStmtKind.TRANS_STMT_COMMIT:
                if (Session.InTransaction) Session.Commit();
                _isExplicit = false;
                if (control.Chain) Open();
                return true;

            case TransactionStmtKind.TRANS_STMT_ROLLBACK:
                if (Session.InTransaction) Session.Rollback();
                _isExplicit = false;
                if (control.Chain) Open();
                return true;

            default:
                return false;
        }
    }

    private void Open()
    {
        Session.Begin();
        _segment++;
        _isExplicit = true;
    }
}

/// <summary>A file after its replay.</summary>
internal sealed record ReplayedFile(MigrationFile File, IReadOnlyList<AnalyzedStatement> Statements, StepPlan Steps);
