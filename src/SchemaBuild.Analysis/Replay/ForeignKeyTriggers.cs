using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.PgQuery.Nodes;
using Constraint = SchemaBuild.Analysis.Catalog.Constraint;

namespace SchemaBuild.Analysis.Replay;

/// <summary>
/// What the triggers behind foreign keys lock at the end of a data change (ri_triggers.c): the referenced table for new rows, also when the key is null; the
/// referencing table for rows that go or whose key changes, as their action needs.
/// </summary>
internal sealed class ForeignKeyTriggers(Execution execution)
{
    private readonly HashSet<int> _deleted = [];

    public void Fire(Node? query)
    {
        switch (query)
        {
            case InsertStmt insert when Target(insert.Relation!) is { } table:
                foreach (var key in Keys(table).Where(key => MayReference(insert, table, key))) LockReferenced(key);
                break;
            case UpdateStmt update when Target(update.Relation!) is { } table:
                var columns = TableBuilder.Columns(table, update.TargetList.OfType<ResTarget>().Select(target => target.Name));
                foreach (var key in Keys(table).Where(key => key.Columns.Intersect(columns).Any())) LockReferenced(key);
                foreach (var (referencing, key) in KeysTo(table).Where(pair => RestsOn(table, pair.Key, columns))) LockReferencing(referencing, key.OnUpdate);
                break;
            case DeleteStmt delete when Target(delete.Relation!) is { } table:
                Delete(table);
                break;
        }
    }

    /// <summary>A key with a null is not looked up.</summary>
    private static bool MayReference(InsertStmt insert, Relation table, Constraint key)
    {
        var named = insert.Cols.OfType<ResTarget>().Select(target => target.Name).ToList();
        var columns = named.Count > 0 ? TableBuilder.Columns(table, named).ToList() : [.. table.Columns.Select(column => column.Number)];
        IReadOnlyList<IReadOnlyList<Node?>> rows = insert.SelectStmt switch
        {
            null => [[]],
            SelectStmt { ValuesLists.Count: > 0 } values => [.. values.ValuesLists.OfType<NodeList>().Select(row => row.Items)],
            // What a query gives is not known: any column that it fills may be set.
            _ => [new Node?[columns.Count]],
        };
        return rows.Any(row => key.Columns.All(number => columns.IndexOf(number) is >= 0 and var at && at < row.Count
            ? row[at] is not A_Const { Isnull: true } and not SetToDefault
            : table.FindColumn(number) is { Default: not null } or { Identity: not IdentityKind.None }));
    }

    private void Delete(Relation table)
    {
        if (!_deleted.Add(table.Id)) return;
        foreach (var (referencing, key) in KeysTo(table))
        {
            LockReferencing(referencing, key.OnDelete);
            if (key.OnDelete == ForeignKeyAction.Cascade) Delete(referencing);
        }
    }

    private Relation? Target(RangeVar name) => execution.Find(NameSpace.Relation, NodeNames.Qualified(name)) as Relation;

    /// <summary>Keys that are deferred fire at COMMIT.</summary>
    private static IEnumerable<Constraint> Keys(Relation table) =>
        table.Constraints.Where(constraint => constraint is { Kind: ConstraintKind.ForeignKey, IsEnforced: true, IsDeferred: false, Referenced: not null });

    private IEnumerable<(Relation Referencing, Constraint Key)> KeysTo(Relation table) =>
        from id in table.ReferencedBy.Distinct()
        let referencing = execution.Catalog.Find(id) as Relation
        where referencing is not null
        from key in Keys(referencing)
        where key.Referenced == table.Id
        select (referencing, key);

    private static bool RestsOn(Relation table, Constraint key, IEnumerable<int> columns) =>
        table.Constraints.FirstOrDefault(own => own.Name == key.ReferencedKey) is { } referenced && referenced.Columns.Intersect(columns).Any();

    private void LockReferenced(Constraint key)
    {
        if (execution.Catalog.Find(key.Referenced!.Value) is Relation referenced) execution.Lock(referenced, LockMode.RowShare);
    }

    private void LockReferencing(Relation referencing, ForeignKeyAction action) =>
        execution.Lock(referencing, action is ForeignKeyAction.NoAction or ForeignKeyAction.Restrict ? LockMode.RowShare : LockMode.RowExclusive);
}
