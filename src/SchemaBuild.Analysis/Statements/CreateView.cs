using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE VIEW: ACCESS SHARE on what it reads; OR REPLACE takes ACCESS EXCLUSIVE on the view itself, and may only add columns at the end.</summary>
internal sealed class CreateView : StatementModel<ViewStmt>
{
    protected override string Kind(ViewStmt statement) => "CREATE_VIEW";

    protected override void Execute(ViewStmt statement, Execution execution)
    {
        QueryLocks.Analyze(statement.Query, execution);
        var columns = QueryColumns.Renamed(QueryColumns.Of(statement.Query, execution), statement.Aliases);
        var name = execution.NewName(statement.View!);
        var view = new Relation
        {
            Name = name,
            Kind = RelationKind.View,
            Columns = columns,
            NextColumn = columns.Length + 1,
            DependsOn = QueryReferences.Of(statement.Query, execution),
            IsSecurityInvoker = DefElems.IsOn(statement.Options, "security_invoker"),
            ReadsStar = ReadsStar(statement.Query),
            Persistence = statement.View!.Relpersistence == "t" ? Persistence.Temporary : Persistence.Permanent,
        };

        if (!statement.Replace || execution.Catalog.Find(NameSpace.Relation, name) is not Relation old)
        {
            execution.MakeRoom(NameSpace.Relation, name);
            execution.Add(view);
            return;
        }

        if (old is { IsAssumed: false, Kind: not RelationKind.View }) throw new RefusedException("42809", $"\"{name.Name}\" is not a view");
        execution.Lock(old, LockMode.AccessExclusive);
        Compare(old, view);
        execution.Replace(view with { Id = old.Id, CreatedBy = old.CreatedBy });
    }

    private static void Compare(Relation old, Relation view)
    {
        // What * means is not always known: relations that nobody has shown, functions.
        if (old.ReadsStar || view.ReadsStar) return;
        if (view.Columns.Length < old.Columns.Length) throw new RefusedException("42P16", "cannot drop columns from view", Recreate);
        foreach (var (before, after) in old.Columns.Zip(view.Columns))
        {
            if (before.Name != after.Name) throw new RefusedException("42P16", $"cannot change name of view column \"{before.Name}\" to \"{after.Name}\"", Recreate);
            if (before.Type != after.Type && before.Type != default && after.Type != default)
                throw new RefusedException("42P16", $"cannot change data type of view column \"{before.Name}\"", Recreate);
        }
    }

    private const string Recreate = "OR REPLACE can only add columns at the end: make a view of a new name with the new columns, and drop the old one when no application version reads it.";

    private static bool ReadsStar(Node? query) => query is not SelectStmt { Op: SetOperation.SETOP_NONE } select
        || select.TargetList.OfType<ResTarget>().Any(target => target.Val is ColumnRef { Fields: [.., A_Star] });
}
