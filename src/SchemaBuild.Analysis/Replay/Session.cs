using System.Collections.Immutable;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>The connection that the migrations run on, simulated: what exists, how it is set up, and the open transaction.</summary>
internal sealed class Session(int major)
{
    private List<(string Name, SessionState State)>? _savepoints;
    private Dictionary<string, Node>? _prepared;
    private SessionState _transactionStart = SessionState.Initial;

    /// <summary>The server's major version.</summary>
    public int Major { get; } = major;

    public SessionState State { get; set; } = SessionState.Initial;

    /// <summary>Number of the transaction; each statement outside one has its own. 0 is before the first migration.</summary>
    public int Transaction { get; private set; }

    public bool InTransaction { get; private set; }

    /// <summary>True while a dump is read: it was taken from a server that knows what is in it, however old the oldest is that migrations must suit.</summary>
    public bool TakesNewerSyntax { get; set; }

    /// <summary>Sets the number before the one of the first transaction.</summary>
    public void BeginHistory(int transaction) => Transaction = transaction;

    /// <summary>Queries of PREPARE by their names; no rollback takes them back.</summary>
    public Dictionary<string, Node> Prepared => _prepared ??= [];

    /// <summary>The same as it is now, for itself; savepoints aside.</summary>
    public Session Copy() => new(Major) { State = State, _transactionStart = _transactionStart, Transaction = Transaction, InTransaction = InTransaction, TakesNewerSyntax = TakesNewerSyntax, _prepared = _prepared };

    public void Begin()
    {
        _transactionStart = State;
        _savepoints = null;
        Transaction++;
        InTransaction = true;
    }

    public void Commit()
    {
        State = State with { Settings = State.Settings.EndTransaction() };
        _savepoints = null;
        InTransaction = false;
    }

    public void Rollback()
    {
        State = _transactionStart;
        _savepoints = null;
        InTransaction = false;
    }

    /// <summary>A new connection state between migrations, as the runner makes it.</summary>
    public void ResetSettings()
    {
        State = State with { Settings = SessionSettings.Default };
        _prepared?.Clear();
    }

    public void Savepoint(string name) => (_savepoints ??= []).Add((name, State));

    public void ReleaseSavepoint(string name)
    {
        var at = FindSavepoint(name);
        _savepoints!.RemoveRange(at, _savepoints.Count - at);
    }

    public void RollbackToSavepoint(string name)
    {
        var at = FindSavepoint(name);
        State = _savepoints![at].State;
        _savepoints.RemoveRange(at + 1, _savepoints.Count - at - 1);
    }

    private int FindSavepoint(string name)
    {
        var at = _savepoints?.FindLastIndex(savepoint => savepoint.Name == name) ?? -1;
        return at >= 0 ? at : throw new RefusedException("3B001", $"savepoint \"{name}\" does not exist");
    }
}

/// <summary>What a rollback restores.</summary>
internal sealed record SessionState(CatalogState Catalog, SessionSettings Settings)
{
    /// <summary>Names of what was made, changed or dropped where a condition decides: nothing that a statement is refused for because of them is certain.</summary>
    public ImmutableHashSet<string> Unsure { get; init; } = [];

    public static SessionState Initial { get; } = new(CatalogState.Empty, SessionSettings.Default);
}

/// <summary>The server would certainly refuse the statement.</summary>
internal sealed class RefusedException(string sqlState, string message, string? advice = null) : Exception(message)
{
    public string SqlState { get; } = sqlState;

    /// <summary>What to write instead, in whole sentences, or null.</summary>
    public string? Advice { get; } = advice;
}
