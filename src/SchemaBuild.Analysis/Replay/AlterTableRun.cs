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

    /// <summary>False if ONLY is written.</summary>
    public bool Recurses { get; } = statement.Relation!.Inh;

    public int CommandCount => statement.Cmds.Count;

    /// <summary>The strongest lock that a subcommand needs; all get it.</summary>
    public LockMode Mode { get; private set; } = LockMode.None;

    public void Execute()
    {
        var commands = new List<(AlterTableCmd Command, AlterTableCommand? Model)>(statement.Cmds.Count);
        foreach (var node in statement.Cmds)
        {
            if (node is not AlterTableCmd command) continue;
            var model = AlterTableCommands.Find(command.Subtype);
            commands.Add((command, model));
            var mode = model?.Lock(command) ?? LockMode.AccessExclusive;
            if (mode > Mode) Mode = mode;
        }

        Execution.Lock(Target, Mode);
        foreach (var (command, model) in commands)
        {
            if (!Target.IsAssumed && model?.Allows(Target.Kind) == false)
                throw new RefusedException("42809", $"\"{Target.Name.Name}\" is not of a kind that {command.Subtype.ToString()[3..]} can be used on");
            model?.Prepare(command, this, Target);
        }

        if (commands.Count > 1) commands = [.. commands.OrderBy(pair => pair.Model?.Pass(pair.Command))];
        foreach (var (command, model) in commands)
            if (model is not null) Execute(command, model);

        foreach (var (table, work) in _pending)
            if (Execution.Catalog.Find(table) is Relation now) Finish(now, work);
    }

    private void Execute(AlterTableCmd command, AlterTableCommand model)
    {
        var target = Execution.Relation(Target.Id);
        foreach (var table in Recurses && model.Recurses(command) ? Execution.WithDescendants(target) : [target])
        {
            Execution.Lock(table, Mode);
            if (Execution.Catalog.Find(table.Id) is Relation now) model.Execute(command, this, now);
        }
    }

    /// <summary>Partitions and inheritance children, locked; error 42P16 if there are some and ONLY is written.</summary>
    /// <param name="table">Their parent.</param>
    /// <param name="demand">What they must get as well.</param>
    public IEnumerable<Relation> Children(Relation table, string demand)
    {
        var children = Execution.Relation(table.Id).Children.Select(Execution.Catalog.Find).OfType<Relation>().ToList();
        if (!Recurses && children.Count > 0) throw new RefusedException("42P16", $"{demand} must be added to child tables too");
        foreach (var child in children) Execution.Lock(child, Mode);
        return children.Select(child => child.Id).Select(Execution.Relation);
    }

    /// <summary>The column, or null if it may be there without being shown; error 42703 if it certainly is not.</summary>
    public static Column? Column(Relation table, string name)
    {
        var truncated = Identifier.Truncate(name);
        if (table.FindColumn(truncated) is { } column) return column;
        if (SystemColumns.Contains(truncated)) throw new RefusedException("0A000", $"cannot alter system column \"{truncated}\"");
        return table.KnowsColumns ? throw new RefusedException("42703", $"column \"{truncated}\" of relation \"{table.Name.Name}\" does not exist") : null;
    }

    public static IReadOnlySet<string> SystemColumns { get; } = new HashSet<string> { "ctid", "xmin", "xmax", "cmin", "cmax", "tableoid" };

    /// <summary>An index that a subcommand names, or null if it may be there without being shown.</summary>
    /// <exception cref="RefusedException">42704: the table certainly has no such index.</exception>
    public Index? IndexOf(Relation table, string name)
    {
        var found = Execution.FindIndex(new QualifiedName(table.Name.Schema, name));
        if (found is null && !table.IsAssumed) throw new RefusedException("42704", $"index \"{name}\" for table \"{table.Name.Name}\" does not exist");
        return found;
    }

    public void Rewrite(Relation table, Cause cause) => Pending(table).Rewrites.Add(cause);

    public void Scan(Relation table, Cause cause) => Pending(table).Scans.Add(cause);

    /// <summary>A new column has values, be it without a rewrite: no other table may use the rows of this one as a type.</summary>
    public void ComputeValues(Relation table) => Pending(table).ComputesValues = true;

    public void RebuildIndex(Relation table, string index, Cause cause) => Pending(table).Indexes[index] = cause;

    /// <summary>Notes a foreign key that is made anew because a column of <paramref name="table"/> changes: it is checked unless the rows stay and it compares as before.</summary>
    public void RemakeForeignKey(Relation table, Relation referencing, string constraint, bool comparesAsBefore, Cause cause)
    {
        var keys = Pending(table).ForeignKeys;
        if (!keys.TryGetValue((referencing.Id, constraint), out var known) || known.ComparesAsBefore) keys[(referencing.Id, constraint)] = (referencing, comparesAsBefore, cause);
    }

    private PendingWork Pending(Relation table)
    {
        if (!_pending.TryGetValue(table.Id, out var work)) _pending.Add(table.Id, work = new PendingWork());
        return work;
    }

    private void Finish(Relation table, PendingWork work)
    {
        if ((work.Rewrites.Count > 0 || work.ComputesValues) && Execution.Catalog.UsersOfType(table.Name).Any(user => user is Relation))
            throw new RefusedException("0A000", $"cannot alter table \"{table.Name.Name}\" because a column uses its row type");

        foreach (var (referencing, comparesAsBefore, cause) in work.ForeignKeys.Values)
            if ((work.Rewrites.Count > 0 || !comparesAsBefore) && referencing.Kind == RelationKind.Table) Execution.CheckForeignKey(referencing, cause);

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

        public Dictionary<(int Table, string Constraint), (Relation Referencing, bool ComparesAsBefore, Cause Cause)> ForeignKeys { get; } = [];

        public bool ComputesValues { get; set; }
    }
}
