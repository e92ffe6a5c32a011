using SchemaBuild.Analysis.Catalog;

namespace SchemaBuild.Analysis.Tests.Catalog;

public sealed class CatalogStateTests
{
    private const int Many = 5000;    // more than three levels of the table hold

    [Fact]
    public void Every_object_is_found_by_id_and_name_and_listed_in_the_order_of_creation()
    {
        var state = CatalogState.Empty;
        for (var i = 0; i < Many; i++) state = state.Add(Table($"t{i}"), out _);

        Assert.Equal(Enumerable.Range(0, Many).Select(i => $"t{i}"), state.All.Select(item => item.Name.Name));
        Assert.All(state.All, item => Assert.Same(item, state.Find(item.Id)));
        Assert.All(state.All, item => Assert.Same(item, state.Find(NameSpace.Relation, item.Name)));
        Assert.Null(state.Find(0));
        Assert.Null(state.Find(Many * Many));
    }

    [Fact]
    public void A_state_from_before_stays_as_it_was()
    {
        var before = CatalogState.Empty.Add(Table("a"), out var a).Add(Table("b"), out var b);
        var after = before.Replace((Relation)before.Find(a)! with { IsIncomplete = true }).Replace((Relation)before.Find(b)! with { IsIncomplete = true });
        after = after.Remove(after.Find(a)!);

        Assert.Equal([false, false], before.All.Select(item => ((Relation)item).IsIncomplete));
        Assert.Equal([b], after.All.Select(item => item.Id));
        Assert.True(((Relation)after.Find(b)!).IsIncomplete);
        Assert.Null(after.Find(NameSpace.Relation, new QualifiedName("public", "a")));
    }

    [Fact]
    public void Users_of_an_object_follow_what_depends_on_it_and_what_belongs_to_it()
    {
        var state = CatalogState.Empty.Add(Table("t"), out var table).Add(Table("u"), out var other);
        state = state.Add(Table("v") with { Kind = RelationKind.View, DependsOn = [new Dependency(table, 1), new Dependency(table, 2)] }, out var view);
        state = state.Add(new Policy { Name = new QualifiedName("public", "p"), Table = table }, out var policy);
        Assert.Equal([view, policy], state.UsersOf(table).Select(item => item.Id));

        state = state.Replace(state.Find(view)! with { DependsOn = [new Dependency(other)] });
        Assert.Equal([policy], state.UsersOf(table).Select(item => item.Id));
        Assert.Equal([view], state.UsersOf(other).Select(item => item.Id));

        state = state.Remove(state.Find(policy)!);
        Assert.Empty(state.UsersOf(table));
    }

    [Fact]
    public void Users_of_a_type_are_those_whose_columns_have_it_now()
    {
        var mood = new QualifiedName("public", "mood");
        var state = CatalogState.Empty.Add(Table("t"), out var table);
        Assert.Empty(state.UsersOfType(mood));

        var holder = (Relation)state.Find(table)! with { Columns = [new Column { Number = 1, Name = "c", Type = new TypeRef(mood, IsArray: true) }] };
        state = state.Replace(holder);
        Assert.Equal([table], state.UsersOfType(mood).Select(item => item.Id));

        state = state.Replace(holder with { Columns = [] });
        Assert.Empty(state.UsersOfType(mood));
    }

    private static Relation Table(string name) => new() { Name = new QualifiedName("public", name) };
}
