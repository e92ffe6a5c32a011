using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>
/// One ALTER TABLE statement at work, in PostgreSQL's three phases: lock and expand over the descendants, change the catalogue pass by pass, then
/// rewrite or scan each table once, however many subcommands ask for it.
/// </summary>
internal sealed class AlterTableRun(Execution execution, AlterTableStmt statement)
{
    private readonly Dictionary<int, PendingWork> _pending = [];

    public Execution Execution { get; } = execution;

    public TableBuilder Builder { get; } = new(execution);

    /// <summary>The table that the statement names, as it was before.</summary>
    public required Relation Target { get; init; }

    public void Execute()
    {
        var commands = statement.Cmds.OfType<AlterTableCmd>().ToList();
        var known = commands.Select(command => (Command: command, Model: AlterTableCommands.Find(command.Subtype))).ToList();
        var mode = known.Max(pair => pair.Model?.Lock(pair.Command) ?? LockMode.AccessExclusive);
        Execution.Lock(Target, mode);

        var recurse = statement.Relation!.Inh;
        foreach (var (command, model) in known.Where(pair => pair.Model is not null).OrderBy(pair => pair.Model!.Pass(pair.Command)))
        {
            var tables = recurse && model!.Recurses(command) ? Execution.WithDescendants(Execution.Relation(Target.Id)) : [Execution.Relation(Target.Id)];
            foreach (var table in tables)
            {
                Execution.Lock(table, mode);
                model!.Execute(command, this, Execution.Relation(table.Id));
            }
        }

        foreach (var (table, work) in _pending) Finish(Execution.Relation(table), work);
    }

    public void Rewrite(Relation table, Cause cause) => Pending(table).Rewrites.Add(cause);

    public void Scan(Relation table, Cause cause) => Pending(table).Scans.Add(cause);

    public void RebuildIndex(Relation table, string index, Cause cause) => Pending(table).Indexes[index] = cause;

    private PendingWork Pending(Relation table)
    {
        if (!_pending.TryGetValue(table.Id, out var work)) _pending.Add(table.Id, work = new PendingWork());
        return work;
    }

    private void Finish(Relation table, PendingWork work)
    {
        // A partitioned table has no rows of its own: its partitions do the work.
        if (table.Kind is not (RelationKind.Table or RelationKind.MaterializedView)) return;
        foreach (var cause in work.Rewrites) Execution.Rewrite(table, cause);
        if (work.Rewrites.Count == 0)
            foreach (var cause in work.Scans) Execution.Scan(table, cause);

        foreach (var index in IndexesAfterRewrite(table, work))
            Execution.BuildIndex(table, index, work.Indexes.GetValueOrDefault(index) ?? work.Rewrites[0]);
    }

    private IEnumerable<string> IndexesAfterRewrite(Relation table, PendingWork work)
    {
        var all = work.Rewrites.Count == 0 ? [] : table.Indexes.Select(id => Execution.Catalog.Find(id)!.Name.Name);
        return all.Concat(work.Indexes.Keys).Distinct();
    }

    private sealed class PendingWork
    {
        public List<Cause> Rewrites { get; } = [];

        public List<Cause> Scans { get; } = [];

        public Dictionary<string, Cause> Indexes { get; } = [];
    }
}
