using SchemaBuild.Analysis.ServerFacts;

namespace SchemaBuild.Analysis.Tests.ServerFacts;

public class TypeFacts
{
    private readonly BuiltInTypes _types = BuiltIns.Of(14).Types;

    [Theory]
    [InlineData("int4", 23, 'N', "integer")]
    [InlineData("varchar", 1043, 'S', "character varying")]
    [InlineData("bpchar", 1042, 'S', "character")]
    [InlineData("timestamptz", 1184, 'D', "timestamp with time zone")]
    [InlineData("uuid", 2950, 'U', "uuid")]
    [InlineData("_text", 1009, 'A', "text[]")]
    [InlineData("_varchar", 1015, 'A', "character varying[]")]
    [InlineData("char", 18, 'S', "\"char\"")]
    public void A_type_is_found_by_name_and_by_number(string name, int number, char category, string display)
    {
        var type = _types.Find(name)!;
        Assert.Equal(number, type.Number);
        Assert.Equal(category, type.Category);
        Assert.Equal(display, type.DisplayName);
        Assert.Same(type, _types.Find(number));
        Assert.Same(type, _types.Find("pg_catalog", name));
    }

    [Theory]
    [InlineData("serial")]
    [InlineData("bigserial")]
    [InlineData("integer")]
    [InlineData("citext")]
    [InlineData("int")]
    [InlineData("int4\t23")]
    [InlineData("zzz")]
    public void What_is_no_type_is_not_found(string name) => Assert.Null(_types.Find(name));

    [Fact]
    public void A_type_leads_to_its_array_and_back()
    {
        var uuid = _types.Find("uuid")!;
        var array = _types.ArrayOf(uuid)!;
        Assert.Equal("_uuid", array.Name);
        Assert.Same(uuid, _types.ElementOf(array));
        Assert.Null(_types.ArrayOf(array));
        Assert.Null(_types.ElementOf(uuid));
    }

    [Fact]
    public void Domains_of_information_schema_have_base_types()
    {
        var domain = _types.Find("information_schema", "yes_or_no")!;
        Assert.Equal(TypeKind.Domain, domain.Kind);
        Assert.True(domain.IsConstrained);
        Assert.Equal("varchar", _types.BaseOf(domain).Name);
        Assert.Null(_types.Find("public", "yes_or_no"));
    }

    [Fact]
    public void Modifiers_collations_and_text_forms_are_known()
    {
        Assert.True(_types.Find("numeric")!.TakesModifiers);
        Assert.False(_types.Find("int4")!.TakesModifiers);
        Assert.Equal("default", _types.Find("text")!.Collation);
        Assert.Equal("C", _types.Find("name")!.Collation);
        Assert.Null(_types.Find("int4")!.Collation);
        Assert.Equal(Volatility.Stable, _types.Find("timestamptz")!.Output);
        Assert.Equal(Volatility.Immutable, _types.Find("int4")!.Output);
    }

    [Fact]
    public void Differences_between_majors_are_kept()
    {
        Assert.Equal('Z', BuiltIns.Of(15).Types.Find("char")!.Category);
        Assert.Null(BuiltIns.Of(14).Types.Find("pg_parameter_acl"));
        Assert.NotNull(BuiltIns.Of(15).Types.Find("pg_parameter_acl"));
    }

    [Theory]
    [InlineData(13)]
    [InlineData(19)]
    public void Majors_that_nobody_measured_are_refused(int major) => Assert.Throws<ArgumentOutOfRangeException>(() => BuiltIns.Of(major));
}
