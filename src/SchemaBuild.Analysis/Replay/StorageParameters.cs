using System.Globalization;
using SchemaBuild.Analysis.ServerFacts;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>What WITH and SET (…) of tables, views and indexes may say: the tables of PostgreSQL's reloptions.c.</summary>
internal static class StorageParameters
{
    private static readonly string[] Autovacuum =
    [
        "autovacuum_enabled", "autovacuum_freeze_max_age", "autovacuum_freeze_min_age", "autovacuum_freeze_table_age", "autovacuum_multixact_freeze_max_age",
        "autovacuum_multixact_freeze_min_age", "autovacuum_multixact_freeze_table_age", "autovacuum_vacuum_cost_delay", "autovacuum_vacuum_cost_limit",
        "autovacuum_vacuum_insert_scale_factor", "autovacuum_vacuum_insert_threshold", "autovacuum_vacuum_max_threshold", "autovacuum_vacuum_scale_factor",
        "autovacuum_vacuum_threshold", "log_autovacuum_min_duration", "vacuum_index_cleanup", "vacuum_max_eager_freeze_failure_rate", "vacuum_truncate",
    ];

    private static readonly string[] Heap = [.. Autovacuum, "autovacuum_analyze_scale_factor", "autovacuum_analyze_threshold", "fillfactor", "parallel_workers", "toast_tuple_target", "user_catalog_table"];

    private static readonly string[] View = ["check_option", "security_barrier", "security_invoker"];

    private static readonly Dictionary<string, string[]> ByMethod = new()
    {
        ["btree"] = ["deduplicate_items", "fillfactor"],
        ["hash"] = ["fillfactor"],
        ["gist"] = ["buffering", "fillfactor"],
        ["spgist"] = ["fillfactor"],
        ["gin"] = ["fastupdate", "gin_pending_list_limit"],
        ["brin"] = ["autosummarize", "pages_per_range"],
    };

    private static readonly Dictionary<string, int> Since = new() { ["security_invoker"] = 15, ["autovacuum_vacuum_max_threshold"] = 18, ["vacuum_max_eager_freeze_failure_rate"] = 18 };

    private static readonly HashSet<string> Flags = ["autosummarize", "autovacuum_enabled", "deduplicate_items", "fastupdate", "security_barrier", "security_invoker", "user_catalog_table", "vacuum_truncate"];

    private static readonly Dictionary<string, (double Least, double Most)> Bounds = new()
    {
        ["autovacuum_analyze_scale_factor"] = (0, 100),
        ["autovacuum_analyze_threshold"] = (0, int.MaxValue),
        ["autovacuum_freeze_max_age"] = (100_000, 2_000_000_000),
        ["autovacuum_freeze_min_age"] = (0, 1_000_000_000),
        ["autovacuum_freeze_table_age"] = (0, 2_000_000_000),
        ["autovacuum_multixact_freeze_max_age"] = (10_000, 2_000_000_000),
        ["autovacuum_multixact_freeze_min_age"] = (0, 1_000_000_000),
        ["autovacuum_multixact_freeze_table_age"] = (0, 2_000_000_000),
        ["autovacuum_vacuum_cost_delay"] = (0, 100),
        ["autovacuum_vacuum_cost_limit"] = (1, 10_000),
        ["autovacuum_vacuum_insert_scale_factor"] = (0, 100),
        ["autovacuum_vacuum_insert_threshold"] = (-1, int.MaxValue),
        ["autovacuum_vacuum_scale_factor"] = (0, 100),
        ["autovacuum_vacuum_threshold"] = (0, int.MaxValue),
        ["fillfactor"] = (10, 100),
        ["pages_per_range"] = (1, 131_072),
        ["parallel_workers"] = (0, 1024),
        ["toast_tuple_target"] = (128, 8160),
    };

    /// <summary>Of a table or a materialized view.</summary>
    /// <exception cref="RefusedException">22023.</exception>
    public static void DemandOfTable(IReadOnlyList<Node> options, int major)
    {
        foreach (var option in options.OfType<DefElem>())
        {
            // OIDS = false is what old dumps say.
            if (option is { Defname: "oids", Defnamespace: "" }) continue;
            if (option.Defnamespace is not ("" or "toast")) throw new RefusedException("22023", $"unrecognized parameter namespace \"{option.Defnamespace}\"");
            Demand(option, option.Defnamespace.Length > 0 ? Autovacuum : Heap, major);
        }
    }

    /// <exception cref="RefusedException">22023.</exception>
    public static void DemandOfView(IReadOnlyList<Node> options, int major)
    {
        foreach (var option in options.OfType<DefElem>()) Demand(option, View, major);
    }

    /// <summary>What an extension's method understands is its own matter.</summary>
    /// <exception cref="RefusedException">22023.</exception>
    public static void DemandOfIndex(string method, IReadOnlyList<Node> options, int major)
    {
        if (!ByMethod.TryGetValue(method, out var known)) return;
        foreach (var option in options.OfType<DefElem>()) Demand(option, known, major);
    }

    private static void Demand(DefElem option, string[] known, int major)
    {
        var name = option.Defname;
        if (!known.Contains(name) || (Since.TryGetValue(name, out var since) && major < since)) throw new RefusedException("22023", $"unrecognized parameter \"{name}\"");
        var value = DefElems.Text(option);
        if (Flags.Contains(name) && value is not null && LiteralInput.Refusal("bool", value, major) is not null) throw new RefusedException("22023", $"invalid value for boolean option \"{name}\": {value}");
        if (!Bounds.TryGetValue(name, out var bounds) || value is null) return;
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) throw new RefusedException("22023", $"invalid value for option \"{name}\": {value}");
        if (number < bounds.Least || number > bounds.Most)
            throw new RefusedException("22023", string.Create(CultureInfo.InvariantCulture, $"value {value} out of bounds for option \"{name}\": valid values are between \"{bounds.Least}\" and \"{bounds.Most}\""));
    }
}
