using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>Which rows the modifying statements of a query write, those in WITH too.</summary>
internal sealed class RowChanges : NodeVisitor
{
    private readonly Execution _execution;

    private RowChanges(Execution execution) => _execution = execution;

    public static void Note(Node? query, Execution execution)
    {
        if (query is not null) new RowChanges(execution).Visit(query);
    }

    public override void Visit(Node node)
    {
        switch (node)
        {
            case InsertStmt { Relation: { } target } insert:
                Add(target, RowCommand.Insert, table => new RowChange(table, RowCommand.Insert, Bounds(insert.WithClause).OfInsert(insert))
                {
                    IsRepeatable = insert.OnConflictClause is not null || (insert.SelectStmt as SelectStmt)?.WhereClause is { } condition && SelfReferences.HasSubquery(condition),
                });
                break;
            case UpdateStmt { Relation: { } target } update:
                Add(target, RowCommand.Update, table =>
                {
                    var bounds = Bounds(update.WithClause);
                    return new RowChange(table, RowCommand.Update, bounds.OfChange(table, target, update.WhereClause, update.FromClause))
                    {
                        IsRepeatable = SelfReferences.IsRepeatable(update, _execution),
                        Assigned = [.. update.TargetList.OfType<ResTarget>().Select(assigned => Identifier.Truncate(assigned.Name))],
                        Tautology = bounds.Tautology,
                    };
                });
                break;
            case DeleteStmt { Relation: { } target } delete:
                Add(target, RowCommand.Delete, table =>
                {
                    var bounds = Bounds(delete.WithClause);
                    return new RowChange(table, RowCommand.Delete, bounds.OfChange(table, target, delete.WhereClause, delete.UsingClause))
                    {
                        IsRepeatable = true,
                        Tautology = bounds.Tautology,
                    };
                });
                break;
            case MergeStmt { Relation: { } target } merge:
                Add(target, RowCommand.Merge, table => new RowChange(table, RowCommand.Merge, Bounds(merge.WithClause).OfMerge(merge)) { IsRepeatable = true });
                break;
        }

        base.Visit(node);
    }

    private RowBounds Bounds(WithClause? with) => new(_execution, with);

    private void Add(RangeVar target, RowCommand command, Func<Relation, RowChange> change)
    {
        if (_execution.FindRelation(NodeNames.Qualified(target)) is not { } table) return;
        var found = change(table);
        if (command is RowCommand.Insert or RowCommand.Merge) _execution.Fill(table);
        // A loop over the rows of a table does a little for each of them, and so much for all.
        var scope = _execution.IsRepeatedForRows && found.Scope == RowScope.Bounded ? RowScope.Filtered : found.Scope;
        _execution.Effects.RowChanges.Add(found with
        {
            Relation = _execution.Before(table),
            Command = command,
            Scope = scope,
            IsBatched = _execution.IsBatch,
            Place = _execution.Place,
        });
    }
}
