using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Sources;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Effects;

/// <summary>What PostgreSQL does when it executes one statement. Relations are as they were before it.</summary>
internal sealed class StatementEffects
{
    private readonly Dictionary<int, LockEffect> _locks = [];

    /// <summary>The strongest lock on each relation, in the order in which they are first taken.</summary>
    public Dictionary<int, LockEffect>.ValueCollection Locks => _locks.Values;

    /// <summary>Tables whose rows are all written anew.</summary>
    public List<WorkEffect> Rewrites { get; } = [];

    /// <summary>Tables that are read whole to verify something, and are not rewritten anyway.</summary>
    public List<WorkEffect> Scans { get; } = [];

    /// <summary>One for each index that is built.</summary>
    public List<IndexBuildEffect> IndexBuilds { get; } = [];

    /// <summary>Foreign keys whose rows are checked against the referenced table.</summary>
    public List<WorkEffect> ForeignKeyChecks { get; } = [];

    /// <summary>What is no longer there, or no longer under its name.</summary>
    public List<LossEffect> Losses { get; } = [];

    /// <summary>The rows that are inserted, updated and deleted, one entry for each INSERT, UPDATE, DELETE and MERGE.</summary>
    public List<RowChange> RowChanges { get; } = [];

    /// <summary>What is executed but not known before, such as EXECUTE of a string that is put together at run time: one sentence each.</summary>
    public List<string> NotAnalysed { get; } = [];

    /// <summary>Ids of the objects that it made, changed or removed.</summary>
    public HashSet<int> Touched { get; } = [];

    /// <summary>Rights that it gives away, one for each GRANT or ALTER DEFAULT PRIVILEGES.</summary>
    public List<PrivilegeEffect> Privileges { get; } = [];

    /// <summary>Roles that can do more afterwards than the rights on objects that they are given.</summary>
    public List<RoleEffect> Roles { get; } = [];

    /// <summary>Whose password stands in the statement in plain text, as noun phrases.</summary>
    public List<string> Secrets { get; } = [];

    /// <summary>Locks that the statement asks for and needs for nothing else: LOCK TABLE.</summary>
    public List<LockEffect> RequestedLocks { get; } = [];

    /// <summary>What IF NOT EXISTS leaves as it is.</summary>
    public List<SkipEffect> Skips { get; } = [];

    /// <summary>New relations that are filled by a query.</summary>
    public List<Relation> Fills { get; } = [];

    /// <summary>What CASCADE takes along, and what each depended on.</summary>
    public List<CascadeEffect> Cascades { get; } = [];

    /// <summary>What is dropped with CASCADE, whether anything depends on it or not.</summary>
    public List<CatalogObject> DroppedWithCascade { get; } = [];

    /// <summary>What is wrong in the code of the function or block that it holds, or null.</summary>
    public BodyError? BodyError { get; set; }

    /// <summary>What the function that it makes will do to the schema or to whole tables when it is called.</summary>
    public List<BodyWork> BodyWork { get; } = [];

    /// <summary>Parameters of the function that it makes that get into SQL as they are.</summary>
    public List<InjectionEffect> Injections { get; } = [];

    /// <summary>Why the server would certainly refuse it, or null.</summary>
    public Refusal? Refusal { get; set; }

    /// <summary>All that it has noted up to now, for <see cref="Restore"/>.</summary>
    public EffectsMark Mark() => new([.. _locks.Values], [.. Lists.Select(list => list.Count)]);

    /// <summary>Takes back what was noted after a mark, as the end of a subtransaction does; what may have been executed unseen stays noted.</summary>
    public void Restore(EffectsMark mark)
    {
        _locks.Clear();
        foreach (var held in mark.Locks) _locks.Add(held.Relation.Id, held);
        foreach (var (list, count) in Lists.Zip(mark.Counts))
            while (list.Count > count) list.RemoveAt(list.Count - 1);
    }

    private System.Collections.IList[] Lists => [Rewrites, Scans, IndexBuilds, ForeignKeyChecks, Losses, RowChanges, Privileges, Roles, RequestedLocks, Skips, Fills, Cascades, DroppedWithCascade];

    public LockMode LockOn(Relation relation) => _locks.TryGetValue(relation.Id, out var held) ? held.Mode : LockMode.None;

    /// <summary>Where the statement that takes the strongest lock on a relation stands within a block; null if that is the whole statement.</summary>
    public TextSpan? PlaceOf(Relation relation) => _locks.GetValueOrDefault(relation.Id)?.Place;

    public void Lock(Relation relation, LockMode mode, TextSpan? place = null, TimeSpan? limit = null)
    {
        if (mode > LockOn(relation)) _locks[relation.Id] = new LockEffect(relation, mode, place) { Limit = limit };
    }
}

/// <param name="Locks">The locks that it holds.</param>
/// <param name="Counts">How much else it has noted.</param>
internal sealed record EffectsMark(IReadOnlyList<LockEffect> Locks, IReadOnlyList<int> Counts);

/// <param name="Relation">What is locked.</param>
/// <param name="Mode">How strongly.</param>
/// <param name="Place">The statement within a block that takes the lock; null outside of blocks.</param>
internal sealed record LockEffect(Relation Relation, LockMode Mode, TextSpan? Place = null)
{
    /// <summary>The lock_timeout that the migrations have set by then, zero for none; null if they leave it alone.</summary>
    public TimeSpan? Limit { get; init; }
}

/// <summary>Work that grows with a table, and why it is done.</summary>
internal sealed record WorkEffect(Relation Relation, Cause Cause)
{
    /// <summary>False for what a server does silently: reports hold only what can be compared with its messages.</summary>
    public bool IsAnnounced { get; init; } = true;
}

internal sealed record IndexBuildEffect(Relation Relation, string IndexName, bool IsConcurrent, Cause Cause);

internal sealed record LossEffect(LossKind Kind, CatalogObject Object, string? Column = null);

internal enum LossKind
{
    Drop,
    Rename,

    /// <summary>The table stays, its rows go.</summary>
    Rows,

    /// <summary>It keeps its name and gets another schema.</summary>
    Move,
}

/// <param name="Dropped">What goes because the statement says so, or because of what does.</param>
/// <param name="Object">The object that goes too, or that loses a part: a table a default, a foreign key or a column.</param>
/// <param name="Part">That part as a noun phrase; null if the whole object goes.</param>
internal sealed record CascadeEffect(CatalogObject Dropped, CatalogObject Object, string? Part);

/// <param name="Kind">The kind of object.</param>
/// <param name="Objects">Their names as in the statement; for ALTER DEFAULT PRIVILEGES none, they do not exist yet.</param>
/// <param name="Privileges">Upper case; empty for ALL.</param>
/// <param name="Grantees">Names of roles; <see cref="Public"/> for everybody.</param>
internal sealed record PrivilegeEffect(ObjectType Kind, IReadOnlyList<string> Objects, IReadOnlyList<string> Privileges, IReadOnlyList<string> Grantees)
{
    public const string Public = "PUBLIC";

    public bool IsForFutureObjects { get; init; }

    /// <summary>WITH GRANT OPTION: the grantee may pass it on.</summary>
    public bool CanBePassedOn { get; init; }

    public bool IsAll => Privileges.Count == 0;
}

/// <param name="Role">Who.</param>
/// <param name="Powers">SUPERUSER, BYPASSRLS …, or the names of predefined roles that it becomes a member of.</param>
internal sealed record RoleEffect(string Role, IReadOnlyList<string> Powers);

/// <param name="Existing">What is there.</param>
/// <param name="Differences">What the statement would have made otherwise, as noun phrases; empty if it is the same.</param>
internal sealed record SkipEffect(CatalogObject Existing, IReadOnlyList<string> Differences);

/// <param name="Message">As the server words it.</param>
/// <param name="Place">The word at which the parser stops; null if that cannot be told.</param>
internal sealed record BodyError(string Message, TextSpan? Place)
{
    /// <summary>The parser gives a message only; these stand with another code in PostgreSQL's src/pl/plpgsql/src/pl_gram.y.</summary>
    public string SqlState =>
        Message.StartsWith("RETURN ", StringComparison.Ordinal) || Message.StartsWith("cannot use RETURN ", StringComparison.Ordinal) ? "42804"
        : Message.StartsWith("unrecognized exception condition", StringComparison.Ordinal) ? "42704"
        : Message.EndsWith(" is declared CONSTANT", StringComparison.Ordinal) ? "22005"
        : Message.EndsWith(" since it's declared NOT NULL", StringComparison.Ordinal) ? "22004"
        : "42601";
}

/// <param name="What">A verb with its object.</param>
/// <param name="Place">The statement in the body; null if that cannot be told.</param>
internal sealed record BodyWork(string What, TextSpan? Place);

/// <param name="Source">The parameter, or the variable that holds it.</param>
/// <param name="Place">The expression behind EXECUTE; null if that cannot be told.</param>
internal sealed record InjectionEffect(string Source, TextSpan? Place);

/// <summary>The server's error, https://www.postgresql.org/docs/current/errcodes-appendix.html.</summary>
/// <param name="SqlState">Five characters.</param>
/// <param name="Message">As the server words it.</param>
/// <param name="Advice">What to write instead, in whole sentences, or null.</param>
internal sealed record Refusal(string SqlState, string Message, string? Advice = null);

/// <summary>Why PostgreSQL does some work, and how to have the same without it.</summary>
/// <param name="What">A noun phrase that begins a sentence: <c>SET NOT NULL on email</c>.</param>
/// <param name="Remedy">The safe way, or null if none is known. Given the oldest server major that must be safe.</param>
internal sealed record Cause(string What, Func<int, Remedy>? Remedy = null)
{
    /// <summary>True if the statement fails with 23502 on the first row that is there, whatever it holds.</summary>
    public bool FailsOnAnyRow { get; init; }

    /// <summary>True if the remedy stands in place of all commands of an ALTER TABLE, not of the one that is the cause.</summary>
    public bool CoversWholeStatement { get; init; }
}

/// <summary>A safe way to reach the same schema.</summary>
/// <param name="Advice">One sentence for the message.</param>
/// <param name="Migrations">The SQL, one entry for each migration file, in order.</param>
internal sealed record Remedy(string Advice, params string[] Migrations)
{
    /// <summary>
    /// The same as edits of the statement and its file, for <c>--fix</c>; only where the schema is the same in the end, else null. Asked for while the statement
    /// has its tree.
    /// </summary>
    public Func<Fixes.Rewrite?>? Rewrite { get; init; }
}
