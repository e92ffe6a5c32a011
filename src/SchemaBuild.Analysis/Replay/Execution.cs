using System.Collections.Immutable;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.ServerFacts;
using SchemaBuild.Analysis.Sources;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>
/// One statement being executed: it changes the session's catalogue as PostgreSQL would and notes what that costs.
/// This is all that a <see cref="StatementModel"/> sees.
/// </summary>
internal sealed class Execution(Session session, SqlStatement statement)
{
    private readonly CatalogState _before = session.State.Catalog;
    private HashSet<int>? _running;
    private int _depth;

    public SqlStatement Statement { get; } = statement;

    public Session Session { get; private set; } = session;

    public int Major => Session.Major;

    public StatementEffects Effects { get; } = new();

    /// <summary>What the runner looks at after a crash, as <see cref="PlannedStep.Target"/> says.</summary>
    public string? Target { get; set; }

    /// <summary>True if it runs as a single command, outside any transaction block.</summary>
    public bool IsAlone { get; set; }

    /// <summary>The statement within a block that is being executed, where it stands in the file; null outside of blocks.</summary>
    public TextSpan? Place { get; set; }

    /// <summary>True within a loop that commits: what is done in it is done in batches.</summary>
    public bool IsBatch { get; set; }

    /// <summary>True within a loop over the rows of a table that was there before.</summary>
    public bool IsRepeatedForRows { get; set; }

    /// <summary>What went wrong in the model itself, or null.</summary>
    public Exception? Failure { get; set; }

    /// <summary>
    /// Lets go of the session, which goes on: what asks later, such as a remedy, sees what was there after this statement.
    /// </summary>
    public void Freeze() => Session = Session.Copy();

    public CatalogState Catalog
    {
        get => Session.State.Catalog;
        private set => Session.State = Session.State with { Catalog = value };
    }

    // -- names ---------------------------------------------------------------------------------------------------------------

    /// <summary>The relation that a name means now, or null. An empty schema means the search path.</summary>
    public Relation? FindRelation(QualifiedName name) => Find(NameSpace.Relation, name) as Relation;

    public Index? FindIndex(QualifiedName name) => Find(NameSpace.Relation, name) as Index;

    /// <summary>The relation that a name means; one that no migration shows is assumed to exist.</summary>
    public Relation GetRelation(RangeVar name) => GetRelation(NodeNames.Qualified(name));

    public Relation GetRelation(QualifiedName name)
    {
        if (Find(NameSpace.Relation, name) is { } found)
            return found as Relation ?? throw new RefusedException("42809", $"\"{name.Name}\" is not a table");
        if (IsCertainlyMissing(name)) throw new RefusedException("42P01", $"relation \"{name}\" does not exist");
        return (Relation)Add(new Relation { Name = NewName(name), IsAssumed = true });
    }

    /// <summary>
    /// True if no database that began with the dumped schema has the relation: it is not of the server itself, nothing of its name is in any schema (the path
    /// may hold the role's own), and no extension could bring it.
    /// </summary>
    private bool IsCertainlyMissing(QualifiedName name) =>
        Catalog.IsComplete && name.Schema is not ("pg_catalog" or "information_schema" or "pg_toast")
        && !(name.Schema.Length == 0 && BuiltIns.Of(Major).Relations.Contains("pg_catalog", name.Name))
        && !Catalog.All.Any(item => item is Extension { Name.Name: not "plpgsql" } || (item.NameSpace == NameSpace.Relation && item.Name.Name == name.Name));

    /// <summary>All functions that a name may mean. An empty schema means the search path.</summary>
    public IEnumerable<Function> FindFunctions(QualifiedName name) => name.Schema.Length > 0
        ? Catalog.FindFunctions(name)
        : Session.State.Settings.SearchPath.SelectMany(schema => Catalog.FindFunctions(name with { Schema = schema }));

    /// <summary>Whether any function, built in or not, has this name.</summary>
    public bool HasFunction(string name) => BuiltIns.Of(Major).Functions.Find(name).Count > 0 || FindFunctions(new QualifiedName("", name)).Any();

    /// <summary>The functions that a statement names, with their arguments or, if there is only one, without.</summary>
    public IEnumerable<Function> FindRoutines(ObjectWithArgs routine)
    {
        var name = NodeNames.Qualified(routine.Objname);
        name = name with { Name = Identifier.Truncate(name.Name) };
        var named = FindFunctions(name).ToList();
        if (routine.ArgsUnspecified)
        {
            if (named.Count > 1) throw new RefusedException("42725", $"function name \"{name.Name}\" is not unique");
            return named;
        }

        var arguments = routine.Objargs.OfType<TypeName>().Select(type => TypeNames.Resolve(type, this)).ToList();
        return named.Where(function => function.Key == Function.KeyOf(function.Name, arguments)).Take(1).ToList();
    }

    /// <summary>A trigger, policy or rule of a table.</summary>
    public T? FindOn<T>(NameSpace space, Relation table, string name)
        where T : TableObject => Catalog.Find(space, TableObject.KeyOf(table.Id, Identifier.Truncate(name))) as T;

    /// <summary>Refuses a column that a known relation does not have.</summary>
    public static void RequireColumn(Relation relation, string name)
    {
        if (!relation.IsAssumed && relation.Columns.Length > 0 && relation.FindColumn(Identifier.Truncate(name)) is null)
            throw new RefusedException("42703", $"column \"{name}\" of relation \"{relation.Name.Name}\" does not exist");
    }

    /// <summary>True for tables and views of pg_catalog and information_schema.</summary>
    public bool IsBuiltIn(RangeVar name) => name.Schemaname.Length > 0
        ? name.Schemaname is "pg_catalog" or "information_schema"
        : Find(NameSpace.Relation, NodeNames.Qualified(name)) is null && BuiltIns.Of(Major).Relations.Contains("pg_catalog", name.Relname);

    /// <summary>A migration has shown the schema, so what is not in it does not exist.</summary>
    public bool IsKnown(string schema) => Catalog.Find(NameSpace.Schema, new QualifiedName("", schema)) is { IsAssumed: false };

    /// <summary>The relation with this id as it is now.</summary>
    public Relation Relation(int id) => (Relation)Catalog.Find(id)!;

    /// <summary>The relation as it was before the statement, or as it is now if the statement made it.</summary>
    public Relation Before(Relation relation) => _before.Find(relation.Id) as Relation ?? relation;

    /// <summary>Where an object with this name is created.</summary>
    public QualifiedName NewName(RangeVar name) =>
        name.Relpersistence == "t" ? new QualifiedName("pg_temp", Identifier.Truncate(name.Relname)) : NewName(NodeNames.Qualified(name));

    public QualifiedName NewName(QualifiedName name) =>
        new(name.Schema.Length > 0 ? name.Schema : CreationSchema, Identifier.Truncate(name.Name));

    /// <summary>What a name means now, or null. An empty schema means the search path.</summary>
    public CatalogObject? Find(NameSpace space, QualifiedName name)
    {
        name = name with { Name = Identifier.Truncate(name.Name) };
        if (name.Schema.Length > 0) return Catalog.Find(space, name);
        if (Catalog.HasTemporary && Catalog.Find(space, name with { Schema = "pg_temp" }) is { } temporary) return temporary;
        foreach (var schema in Session.State.Settings.SearchPath)
            if (schema != "$user" && Catalog.Find(space, name with { Schema = schema }) is { } found) return found;
        return null;
    }

    /// <summary>The first schema of the path that exists; one that no migration shows is assumed to, unless a dump would have shown it.</summary>
    private string CreationSchema => Session.State.Settings.SearchPath.FirstOrDefault(Exists) ?? "public";

    private bool Exists(string schema) =>
        schema is not ("" or "$user" or "pg_catalog" or "pg_temp")
        && (!Catalog.IsComplete || schema == "public" || Catalog.Find(NameSpace.Schema, new QualifiedName("", schema)) is not null);

    /// <summary>Every table and view has a type of its name.</summary>
    public void MakeRoomForType(QualifiedName name)
    {
        if (Catalog.Find(NameSpace.Relation, name) is Relation { IsAssumed: false }) throw new RefusedException("42710", $"type \"{name.Name}\" already exists");
        MakeRoom(NameSpace.Type, name);
    }

    private static string TakenState(NameSpace space) => space switch
    {
        NameSpace.Relation => "42P07",
        NameSpace.Schema => "42P06",
        NameSpace.Function => "42723",
        _ => "42710",
    };

    /// <summary>
    /// Makes sure that a new object can have this name: false if it is taken and <paramref name="ifNotExists"/> lets that pass. Something that was only assumed gives way.
    /// </summary>
    public bool MakeRoom(NameSpace space, QualifiedName key, bool ifNotExists = false)
    {
        if (Catalog.Find(space, key) is not { } existing) return true;
        if (ifNotExists) return false;
        if (!existing.IsAssumed) throw new RefusedException(TakenState(space), $"\"{key.Name}\" already exists");
        Remove(existing);
        return true;
    }

    // -- changes to the catalogue --------------------------------------------------------------------------------------------

    public CatalogObject Add(CatalogObject created)
    {
        Catalog = Catalog.Add(created with { CreatedBy = created.IsAssumed ? 0 : Session.Transaction }, out var id);
        Effects.Touched.Add(id);
        return Catalog.Find(id)!;
    }

    public T Replace<T>(T changed)
        where T : CatalogObject
    {
        Catalog = Catalog.Replace(changed);
        Effects.Touched.Add(changed.Id);
        return changed;
    }

    public void Remove(CatalogObject gone)
    {
        Catalog = Catalog.Remove(gone);
        Effects.Touched.Add(gone.Id);
    }

    // -- statements in statements --------------------------------------------------------------------------------------------

    /// <summary>Executes a statement that this one holds; its effects are this one's.</summary>
    public void Run(Node statement) => StatementModels.Find(statement)?.Execute(statement, this);

    /// <summary>Executes a statement within a function or a DO block, which are always in a transaction.</summary>
    public void RunInside(Node statement)
    {
        var model = StatementModels.Find(statement);
        if (model?.RefusesTransaction(statement, this) == true) throw new RefusedException(model.RefusalState, $"{model.Kind(statement).Replace('_', ' ')} cannot be executed from a function");
        _depth++;
        model?.Execute(statement, this);
        _depth--;
    }

    /// <summary>What names can mean around the statement: within a routine or a block anything, because they may be variables.</summary>
    public QueryScope? Around => _depth > 0 ? QueryScope.Opaque : null;

    /// <summary>Runs the body of a routine, unless it is running already: a recursion brings nothing new.</summary>
    public void Call(Function routine, Action body)
    {
        if (!(_running ??= []).Add(routine.Id)) return;
        body();
        _running.Remove(routine.Id);
    }

    // -- what it costs -------------------------------------------------------------------------------------------------------

    public void Lock(Relation relation, LockMode mode) => Effects.Lock(Before(relation), mode, Place, mode.BlocksWrites() ? Session.State.Settings.Timeout("lock_timeout") : null);

    public void Rewrite(Relation relation, Cause cause) => Effects.Rewrites.Add(new WorkEffect(Before(relation), Inside(cause)));

    /// <param name="relation">What is read.</param>
    /// <param name="cause">Why.</param>
    /// <param name="isAnnounced">Whether the server says so in its debug messages.</param>
    public void Scan(Relation relation, Cause cause, bool isAnnounced = true) => Effects.Scans.Add(new WorkEffect(Before(relation), Inside(cause)) { IsAnnounced = isAnnounced });

    public void BuildIndex(Relation relation, string indexName, Cause cause, bool isConcurrent = false) =>
        Effects.IndexBuilds.Add(new IndexBuildEffect(Before(relation), indexName, isConcurrent, Inside(cause)));

    public void CheckForeignKey(Relation referencing, Cause cause) => Effects.ForeignKeyChecks.Add(new WorkEffect(Before(referencing), Inside(cause)));

    public void Lose(CatalogObject gone, LossKind kind = LossKind.Drop, string? column = null) => Effects.Losses.Add(new LossEffect(kind, gone, column));

    /// <summary>Notes that a table which a migration made has rows from now on.</summary>
    public void Fill(Relation table)
    {
        if (table is { IsAssumed: false, CreatedBy: > 0, FilledBy: 0 }) Replace(Relation(table.Id) with { FilledBy = Session.Transaction });
    }

    /// <summary>Notes that from now on there are operators or casts which are not built in.</summary>
    public void NoteOwnOperators() => Catalog = Catalog with { HasOwnOperators = true };

    /// <summary>Whether everybody may create something in the schema, from now on.</summary>
    public void OpenToPublic(string schema, bool isOpen) => Catalog = Catalog.OpenToPublic(schema, isOpen);

    /// <summary>A remedy is SQL in place of the whole statement, so none fits what is within a block.</summary>
    private Cause Inside(Cause cause) =>
        _depth > 0 ? cause with { Remedy = _ => new Remedy("Take it out of the block, to a statement of its own.") }
        : !cause.CoversWholeStatement && Statement.Tree is AlterTableStmt { Cmds.Count: > 1 } && cause.Remedy is { } remedy ? cause with { Remedy = major => ForOnePart(remedy(major)) }
        : cause;

    /// <summary>What stands in place of one command must not be taken for the whole ALTER TABLE, or the others would be lost.</summary>
    private static Remedy ForOnePart(Remedy remedy) => remedy.Migrations is [var first, .. var later]
        ? remedy with { Migrations = [$"-- in place of this command alone; give the other commands of the ALTER TABLE a statement of their own\n{first}", .. later] }
        : remedy;

    // -- inheritance ---------------------------------------------------------------------------------------------------------

    /// <summary>The relation and everything below it, each once, parents first.</summary>
    public ImmutableArray<Relation> WithDescendants(Relation relation)
    {
        if (Catalog.Find(relation.Id) is Relation { Children.IsEmpty: true } alone) return [alone];
        var result = ImmutableArray.CreateBuilder<Relation>();
        var seen = new HashSet<int>();
        var queue = new Queue<int>([relation.Id]);
        while (queue.TryDequeue(out var id))
        {
            if (!seen.Add(id) || Catalog.Find(id) is not Relation next) continue;
            result.Add(next);
            foreach (var child in next.Children) queue.Enqueue(child);
        }

        return result.ToImmutable();
    }
}
