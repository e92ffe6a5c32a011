using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Sources;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>A statement in its place: what it does, in which transaction, between which states of the catalogue.</summary>
internal sealed class AnalyzedStatement
{
    public required SqlStatement Statement { get; init; }

    public required string Kind { get; init; }

    public required StatementEffects Effects { get; init; }

    public required TransactionKind TransactionKind { get; init; }

    /// <summary>Number of the transaction, see <see cref="Session.Transaction"/>.</summary>
    public required int Transaction { get; init; }

    /// <summary>Number of the first transaction of its file.</summary>
    public required int FirstTransaction { get; init; }

    public required SessionState Before { get; init; }

    public required SessionState After { get; init; }

    public required int Major { get; init; }

    /// <summary>What went wrong in the model itself, or null; then the effects are not known, and the state is the one from before.</summary>
    public Exception? Failure { get; init; }

    /// <summary>
    /// Why the server would refuse the statement if it ran again; null if it would not, or if the question does not arise: what is in a transaction is done with
    /// its record or not at all, and after an index the runner looks by itself.
    /// </summary>
    public Refusal? RefusalOfRepeat { get; init; }

    /// <summary>True if the author says that rows are changed on purpose, in batches or because they are few.</summary>
    public bool IsBackfill => Statement.File.HasDirective("backfill");

    /// <summary>Locks that stop writes on what others already use.</summary>
    public List<LockEffect> StrongLocks => field ??= Effects.Locks.Where(locked =>
        locked is { Mode: >= LockMode.ShareRowExclusive, Relation.Kind: RelationKind.Table or RelationKind.PartitionedTable or RelationKind.MaterializedView or RelationKind.ForeignTable }
        && !IsNew(locked.Relation)).ToList();

    /// <summary>What it has changed in the catalogue; nothing if it is refused.</summary>
    public CatalogChanges CatalogChanges => field ??= new CatalogChanges(Effects.Touched, Before.Catalog, After.Catalog);

    /// <summary>The columns that it makes or gives another type.</summary>
    public List<NewColumn> NewColumns => field ??= [.. Judging.NewColumns.Of(this)];

    public Node Tree => Statement.Tree;

    /// <summary>What it made or changed, as it was before (null if it was not there) and as it is after.</summary>
    public List<(T? Before, T After)> Changes<T>()
        where T : CatalogObject
    {
        var changes = new List<(T?, T)>();
        foreach (var id in Effects.Touched)
            if (After.Catalog.Find(id) is T { IsAssumed: false } now) changes.Add((Before.Catalog.Find(id) as T, now));
        return changes;
    }

    /// <summary>True if its own file made it, be it in an earlier transaction: no released version of an application knows it.</summary>
    public bool IsOfFile(int createdBy) => createdBy >= FirstTransaction;

    public bool IsOfFile(Relation relation) => IsOfFile(relation.CreatedBy) || IsNew(relation);

    /// <summary>
    /// True if the relation is certainly empty or nobody's yet: this transaction made it, or its own file did and no earlier transaction has put rows into it. A part of another
    /// table gets rows and readers through that one.
    /// </summary>
    public bool IsUnused(Relation relation) =>
        IsNew(relation) || (IsOfFile(relation.CreatedBy) && relation.Parents.IsEmpty && (relation.FilledBy == 0 || relation.FilledBy == Transaction));

    /// <summary>True if nobody else can see the relation yet: this transaction made it.</summary>
    public bool IsNew(CatalogObject relation) => relation.CreatedBy == Transaction || (relation as Relation)?.Persistence == Persistence.Temporary;
}

/// <summary>How a statement runs.</summary>
internal enum TransactionKind
{
    /// <summary>In the transaction that the runner opens around a file.</summary>
    Wrapped,

    /// <summary>Between BEGIN and COMMIT of the file itself.</summary>
    Explicit,

    /// <summary>Alone, outside a transaction.</summary>
    None,
}
