using System.Text.RegularExpressions;
using Npgsql;

namespace SchemaBuild.Tool.Tracing;

/// <summary>
/// Executes statements on a live server and observes what they did: locks in <c>pg_locks</c>, relfilenodes that changed, and the
/// server's debug messages about rewriting, verifying, building and validating.
/// </summary>
internal sealed partial class StatementObserver(NpgsqlConnection connection)
{
    private const string RelationsQuery = """
        SELECT c.oid, CASE c.relpersistence WHEN 't' THEN 'pg_temp' ELSE n.nspname END, c.relname, pg_relation_filenode(c.oid), c.relpersistence = 't'
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%'
        """;

    private const string LocksQuery = """
        SELECT relation, mode FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """;

    // Weak to strong; the strongest wins.
    public static readonly string[] Modes =
    [
        "AccessShareLock", "RowShareLock", "RowExclusiveLock", "ShareUpdateExclusiveLock", "ShareLock", "ShareRowExclusiveLock", "ExclusiveLock",
        "AccessExclusiveLock",
    ];

    private HashSet<uint>? _existing;

    /// <summary>From here on the relations that exist now count, until it is called again: call it before a transaction begins.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken) => _existing = [.. (await RelationsAsync(cancellationToken).ConfigureAwait(false)).Keys];

    /// <summary>Executes one statement, in the transaction that is open if any. Outside of one the locks are gone before they could be seen.</summary>
    public async Task<Observation> ObserveAsync(string sql, CancellationToken cancellationToken)
    {
        await ExecuteAsync("SET client_min_messages = debug1", cancellationToken).ConfigureAwait(false);
        var before = await RelationsAsync(cancellationToken).ConfigureAwait(false);
        if (_existing is not null) foreach (var created in before.Keys.Except(_existing).ToList()) before[created] = before[created] with { IsNew = true };
        var heldBefore = await LocksAsync(cancellationToken).ConfigureAwait(false);
        var messages = new List<string>();
        void Listen(object sender, NpgsqlNoticeEventArgs notice) => messages.Add(notice.Notice.MessageText);

        connection.Notice += Listen;
        try
        {
            await ExecuteAsync(sql, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException refused)
        {
            return new Observation { Error = refused.SqlState, Message = refused.MessageText };
        }
        finally
        {
            connection.Notice -= Listen;
        }

        var after = await RelationsAsync(cancellationToken).ConfigureAwait(false);
        var locks = await LocksAsync(cancellationToken).ConfigureAwait(false);
        return Describe(before, after, locks, heldBefore, messages, IsTruncate().IsMatch(sql));
    }

    private static Observation Describe(
        Dictionary<uint, ObservedRelation> before, Dictionary<uint, ObservedRelation> after,
        ILookup<uint, string> locks, ILookup<uint, string> heldBefore, List<string> messages, bool isTruncate)
    {
        var observation = new Observation();
        // What the observation itself holds is ACCESS SHARE on catalogues, which are not in the list of relations.
        foreach (var (oid, relation) in before.Where(pair => !pair.Value.IsNew))
        {
            if (heldBefore.Contains(oid)) observation.HeldBefore[relation.Name] = [.. heldBefore[oid]];
            if (locks[oid].Except(heldBefore[oid]).MaxBy(mode => Array.IndexOf(Modes, mode)) is { } strongest) observation.Locks[relation.Name] = strongest;
        }

        foreach (var (oid, relation) in before)
        {
            if (!isTruncate && !relation.IsNew && relation.FileNode is not null && after.TryGetValue(oid, out var now) && now.FileNode != relation.FileNode)
                observation.Rewrites.Add(relation.Name);
        }

        observation.Rewrites.Sort(StringComparer.Ordinal);
        var relations = before.Concat(after).Select(pair => pair.Value).DistinctBy(relation => relation.Name).ToList();
        var names = relations.ToLookup(relation => relation.Relname);
        foreach (var message in messages) Read(message, observation, name => Qualify(name, names, observation), isTruncate);
        var created = relations.Where(relation => relation.IsNew).Select(relation => relation.Name).ToHashSet();
        observation.Scans.RemoveAll(name => observation.Rewrites.Contains(name) || created.Contains(name));
        return observation;
    }

    /// <summary>Messages give no schema: of several relations with one name, it is the one that is locked.</summary>
    private static string Qualify(string relname, ILookup<string, ObservedRelation> names, Observation observation)
    {
        var candidates = names[relname].Select(relation => relation.Name).ToList();
        return candidates.FirstOrDefault(observation.Locks.ContainsKey) ?? candidates.FirstOrDefault() ?? relname;
    }

    private static void Read(string message, Observation observation, Func<string, string> qualify, bool isTruncate)
    {
        if (VerifyingTable().Match(message) is { Success: true } verifying)
        {
            var name = qualify(verifying.Groups[1].Value);
            if (!observation.Scans.Contains(name)) observation.Scans.Add(name);
        }
        else if (BuildingIndex().Match(message) is { Success: true } building && !isTruncate && !building.Groups[1].Value.StartsWith("pg_toast", StringComparison.Ordinal))
        {
            var name = qualify(building.Groups[1].Value);
            observation.IndexBuilds[name] = observation.IndexBuilds.GetValueOrDefault(name) + 1;
        }
        else if (message.StartsWith("validating foreign key constraint", StringComparison.Ordinal))
        {
            observation.ForeignKeyChecks++;
        }
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<Dictionary<uint, ObservedRelation>> RelationsAsync(CancellationToken cancellationToken)
    {
        var relations = new Dictionary<uint, ObservedRelation>();
        await using var command = new NpgsqlCommand(RelationsQuery, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            relations.Add(reader.GetFieldValue<uint>(0), new ObservedRelation(reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetFieldValue<uint>(3)) { IsNew = reader.GetBoolean(4) });
        return relations;
    }

    private async Task<ILookup<uint, string>> LocksAsync(CancellationToken cancellationToken)
    {
        var locks = new List<(uint Relation, string Mode)>();
        await using var command = new NpgsqlCommand(LocksQuery, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) locks.Add((reader.GetFieldValue<uint>(0), reader.GetString(1)));
        return locks.ToLookup(held => held.Relation, held => held.Mode);
    }

    [GeneratedRegex("^verifying table \"(.*)\"$")]
    private static partial Regex VerifyingTable();

    [GeneratedRegex("^building index \".*\" on table \"(.*)\" (serially|with request)")]
    private static partial Regex BuildingIndex();

    [GeneratedRegex(@"^\s*TRUNCATE\b", RegexOptions.IgnoreCase)]
    private static partial Regex IsTruncate();

    private sealed record ObservedRelation(string Schema, string Relname, uint? FileNode)
    {
        /// <summary>Nobody else sees it: it is temporary, or this transaction made it.</summary>
        public bool IsNew { get; init; }

        public string Name => $"{Schema}.{Relname}";
    }
}
