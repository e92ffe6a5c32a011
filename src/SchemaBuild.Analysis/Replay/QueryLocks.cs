using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>The locks of queries: those of their analysis, those of rewriting (views), of planning (partitions and children) and of execution (foreign keys).</summary>
internal static class QueryLocks
{
    /// <summary>Analysis alone, as for the query of a view. Returns the columns of the result.</summary>
    /// <param name="query">A query, or an expression.</param>
    /// <param name="execution">The statement that holds it.</param>
    /// <param name="around">What names can mean where it stands; null for nothing.</param>
    public static QueryResult Analyze(Node? query, Execution execution, QueryScope? around = null)
    {
        var references = References(query, execution, around, out var result);
        foreach (var reference in references) execution.Lock(reference.Relation, reference.Mode);
        return result;
    }

    /// <summary>Analysis and rewriting, as for PREPARE and the body of an SQL function.</summary>
    public static void Rewrite(Node? query, Execution execution, QueryScope? around = null)
    {
        foreach (var reference in References(query, execution, around, out _)) LockThroughViews(reference.Relation, reference.Mode, execution);
    }

    /// <summary>All that happens until the query is planned, as for EXPLAIN.</summary>
    public static void Plan(Node? query, Execution execution) => PlanAll(query, execution);

    private static IReadOnlyCollection<QueryReference> PlanAll(Node? query, Execution execution)
    {
        var inserted = query is InsertStmt insert ? execution.GetRelation(insert.Relation!).Id : 0;
        var references = References(query, execution, around: null, out _);
        Plan(references, execution, inserted);
        if (query is InsertStmt { OnConflictClause: not null } conflicting) ConflictTarget.DemandIndex(conflicting, execution);
        LockForRules(query, execution);
        DemandTarget(query, execution);
        return references;
    }

    private const int MergesIntoViews = 17;

    /// <summary>Refuses what no rows can be written to, and what no rules can rewrite.</summary>
    private static void DemandTarget(Node? query, Execution execution)
    {
        var name = query switch
        {
            InsertStmt insert => insert.Relation,
            UpdateStmt update => update.Relation,
            DeleteStmt delete => delete.Relation,
            MergeStmt merge => merge.Relation,
            _ => null,
        };
        if (name is null || execution.FindRelation(NodeNames.Qualified(name)) is not { IsAssumed: false } target) return;
        if (query is MergeStmt && (target.HasRules || target.Kind == RelationKind.MaterializedView || (target.Kind == RelationKind.View && execution.Major < MergesIntoViews)))
            throw new RefusedException("0A000", $"cannot execute MERGE on relation \"{target.Name.Name}\"");
        if (target.Kind == RelationKind.MaterializedView) throw new RefusedException("42809", $"cannot change materialized view \"{target.Name.Name}\"");
        if (query is InsertStmt { OnConflictClause: not null } && target.HasRules
            && execution.Catalog.UsersOf(target.Id).OfType<RewriteRule>().Any(rule => rule.Table == target.Id && rule is { Event: CmdType.CMD_UPDATE } or { Event: CmdType.CMD_INSERT, Locks: not [] }))
            throw new RefusedException("0A000", "INSERT with ON CONFLICT clause cannot be used with table that has INSERT or UPDATE rules");
    }

    private static IReadOnlyCollection<QueryReference> References(Node? query, Execution execution, QueryScope? around, out QueryResult result)
    {
        var references = QueryReferences.RelationsOf(query, execution);
        result = QueryResult.Unknown;
        if (query is not null)
        {
            result = QueryAnalysis.Of(query, execution, around);
            Literals.Demand(query, references, execution);
        }

        return references;
    }

    /// <summary>The actions of rules are part of the statement that they rewrite.</summary>
    private static void LockForRules(Node? query, Execution execution)
    {
        var (name, command) = query switch
        {
            InsertStmt insert => (insert.Relation, CmdType.CMD_INSERT),
            UpdateStmt update => (update.Relation, CmdType.CMD_UPDATE),
            DeleteStmt delete => (delete.Relation, CmdType.CMD_DELETE),
            _ => (null, CmdType.CMD_UNKNOWN),
        };
        if (name is null || execution.FindRelation(NodeNames.Qualified(name)) is not { HasRules: true } table) return;
        foreach (var rule in execution.Catalog.UsersOf(table.Id).OfType<RewriteRule>().Where(rule => rule.Table == table.Id && rule.Event == command).ToList())
            foreach (var (relation, mode) in rule.Locks)
                if (execution.Catalog.Find(relation) is Relation used) LockThroughViews(used, mode, execution);
    }

    /// <summary>The same for a view's own query.</summary>
    public static void PlanStored(Relation view, Execution execution) => Plan(QueryReferences.StoredIn(view, execution), execution);

    private static void Plan(IEnumerable<QueryReference> references, Execution execution, int inserted = 0)
    {
        foreach (var reference in references)
        {
            foreach (var relation in LockThroughViews(reference.Relation, reference.Mode, execution))
            {
                // Rows that are inserted find their partition by themselves; which one depends on the data.
                if (!reference.Recurses || relation.Id == inserted) continue;
                foreach (var below in execution.WithDescendants(relation)) execution.Lock(below, reference.Mode);
                // Which rows a partition may hold depends on the tables above; the planner asks for it where there are partitions to choose from.
                if (relation.Kind == RelationKind.PartitionedTable)
                    foreach (var above in PartitionKeys.Ancestors(relation, execution)) execution.Lock(above, LockMode.AccessShare);
            }
        }
    }

    /// <summary>A query that is executed, assuming that it finds rows.</summary>
    public static void Execute(Node? query, Execution execution)
    {
        var references = PlanAll(query, execution);
        // What is known to give no rows is not read.
        if (execution.Around is null && ConstantConditions.ValueOf((query as SelectStmt)?.WhereClause) != false && references.FirstOrDefault(used => used.Relation is { Kind: RelationKind.MaterializedView, IsPopulated: false }) is { Relation: { } empty })
            throw new RefusedException("55000", $"materialized view \"{empty.Name.Name}\" has not been populated", $"Write REFRESH MATERIALIZED VIEW {empty.Name.ToSql()} before it.");
        // Within a block it may never be reached.
        if (query is InsertStmt insert && execution.Around is null) AssignedValues.DemandRequired(insert, execution);
        DemandPlace(query, execution);
        new ForeignKeyTriggers(execution).Fire(query);
        RowChanges.Note(query, execution);
    }

    /// <summary>Rows that are put straight into a partition must belong there, which the tables above say.</summary>
    private static void DemandPlace(Node? query, Execution execution)
    {
        var target = query switch
        {
            InsertStmt insert => insert.Relation,
            UpdateStmt update => update.Relation,
            MergeStmt merge => merge.Relation,
            _ => null,
        };
        if (target is null || execution.FindRelation(NodeNames.Qualified(target)) is not { IsPartition: true } partition) return;
        foreach (var above in PartitionKeys.Ancestors(partition, execution)) execution.Lock(above, LockMode.AccessShare);
    }

    /// <summary>The relation and, if it is a view, what is below it.</summary>
    private static List<Relation> LockThroughViews(Relation relation, LockMode mode, Execution execution)
    {
        var locked = new List<Relation>();
        var open = new Stack<Relation>([relation]);
        var seen = new HashSet<int>();
        while (open.TryPop(out var next))
        {
            if (!seen.Add(next.Id)) continue;
            execution.Lock(next, mode);
            locked.Add(next);
            if (next.Kind != RelationKind.View) continue;
            foreach (var dependency in next.DependsOn)
                if (dependency.Column == 0 && execution.Catalog.Find(dependency.Object) is Relation below) open.Push(below);
        }

        return locked;
    }
}
