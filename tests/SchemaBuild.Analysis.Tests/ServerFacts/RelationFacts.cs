using SchemaBuild.Analysis.ServerFacts;

namespace SchemaBuild.Analysis.Tests.ServerFacts;

public class RelationFacts
{
    [Fact]
    public void System_catalogues_and_views_are_known()
    {
        var relations = BuiltIns.Of(14).Relations;
        Assert.True(relations.Contains("pg_catalog", "pg_class"));
        Assert.True(relations.Contains("pg_catalog", "pg_stat_activity"));
        Assert.True(relations.Contains("information_schema", "columns"));
        Assert.False(relations.Contains("public", "pg_class"));
        Assert.False(relations.Contains("pg_catalog", "users"));
        Assert.False(relations.Contains("pg_catalog", "pg_clas"));
    }

    [Fact]
    public void A_view_is_known_in_the_majors_that_have_it()
    {
        Assert.False(BuiltIns.Of(15).Relations.Contains("pg_catalog", "pg_stat_io"));
        Assert.True(BuiltIns.Of(16).Relations.Contains("pg_catalog", "pg_stat_io"));
    }
}
