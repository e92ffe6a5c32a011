using SchemaBuild.Analysis.ServerFacts;

namespace SchemaBuild.Analysis.Tests.ServerFacts;

public class CastFacts
{
    private readonly BuiltIns _facts = BuiltIns.Of(18);

    [Theory]
    [InlineData("int4", "int8", CastMethod.Function, CastContext.Implicit, Volatility.Immutable)]
    [InlineData("int8", "int4", CastMethod.Function, CastContext.Assignment, Volatility.Immutable)]
    [InlineData("timestamp", "timestamptz", CastMethod.Function, CastContext.Implicit, Volatility.Stable)]
    [InlineData("varchar", "varchar", CastMethod.Function, CastContext.Implicit, Volatility.Immutable)]
    [InlineData("jsonb", "int4", CastMethod.Function, CastContext.Explicit, Volatility.Immutable)]
    internal void A_cast_by_a_function_has_its_volatility(string source, string target, CastMethod method, CastContext context, Volatility volatility) =>
        Assert.Equal(new BuiltInCast(source, target, method, context, volatility), _facts.Casts.Find(source, target));

    [Theory]
    [InlineData("varchar", "text", CastMethod.Binary, CastContext.Implicit)]
    [InlineData("text", "varchar", CastMethod.Binary, CastContext.Implicit)]
    [InlineData("xml", "text", CastMethod.Binary, CastContext.Assignment)]
    [InlineData("cidr", "inet", CastMethod.Binary, CastContext.Implicit)]
    [InlineData("int4", "oid", CastMethod.Binary, CastContext.Implicit)]
    [InlineData("json", "jsonb", CastMethod.InOut, CastContext.Assignment)]
    internal void A_cast_without_a_function_has_none(string source, string target, CastMethod method, CastContext context) =>
        Assert.Equal(new BuiltInCast(source, target, method, context, null), _facts.Casts.Find(source, target));

    [Fact]
    public void A_pair_that_pg_cast_does_not_hold_has_no_cast() => Assert.Null(_facts.Casts.Find("text", "int4"));

    [Fact]
    public void A_cast_is_known_in_the_majors_that_have_it()
    {
        Assert.Null(BuiltIns.Of(17).Casts.Find("int4", "bytea"));
        Assert.NotNull(BuiltIns.Of(18).Casts.Find("int4", "bytea"));
    }

    [Theory]
    [InlineData("int4", "int4", CastContext.Implicit, CoercionMethod.Binary, Volatility.Immutable)]
    [InlineData("varchar", "text", CastContext.Implicit, CoercionMethod.Binary, Volatility.Immutable)]
    [InlineData("int8", "int4", CastContext.Implicit, CoercionMethod.None, default(Volatility))]
    [InlineData("int8", "int4", CastContext.Assignment, CoercionMethod.Function, Volatility.Immutable)]
    [InlineData("text", "int4", CastContext.Assignment, CoercionMethod.None, default(Volatility))]
    [InlineData("text", "int4", CastContext.Explicit, CoercionMethod.Text, Volatility.Immutable)]
    [InlineData("text", "timestamptz", CastContext.Explicit, CoercionMethod.Text, Volatility.Stable)]
    [InlineData("timestamptz", "varchar", CastContext.Assignment, CoercionMethod.Text, Volatility.Stable)]
    [InlineData("json", "jsonb", CastContext.Assignment, CoercionMethod.Text, Volatility.Immutable)]
    [InlineData("_int4", "_int8", CastContext.Implicit, CoercionMethod.Elements, Volatility.Immutable)]
    [InlineData("_int4", "_uuid", CastContext.Explicit, CoercionMethod.None, default(Volatility))]
    [InlineData("information_schema.character_data", "text", CastContext.Implicit, CoercionMethod.Binary, Volatility.Immutable)]
    internal void Coercion_adds_domains_arrays_and_text_to_the_casts(
        string source, string target, CastContext context, CoercionMethod method, Volatility volatility) =>
        Assert.Equal(new CoercionPath(method, volatility), _facts.Coercion.FindPath(Type(source), Type(target), context));

    [Theory]
    [InlineData("varchar", "text", true)]
    [InlineData("xml", "text", false)]
    [InlineData("int4", "int8", false)]
    [InlineData("int4", "anyelement", true)]
    [InlineData("_int4", "anyarray", true)]
    [InlineData("int4", "anyarray", false)]
    [InlineData("int4range", "anyrange", true)]
    [InlineData("int4multirange", "anymultirange", true)]
    [InlineData("pg_class", "record", true)]
    [InlineData("_pg_class", "_record", true)]
    [InlineData("information_schema.cardinal_number", "int4", true)]
    public void Types_with_the_same_bytes_are_binary_coercible(string source, string target, bool expected) =>
        Assert.Equal(expected, _facts.Coercion.IsBinaryCoercible(Type(source), Type(target)));

    [Fact]
    public void A_type_of_the_user_takes_part()
    {
        var mood = new BuiltInType
        {
            Name = "app.mood", DisplayName = "app.mood", Kind = TypeKind.Enum, Category = 'E', Input = Volatility.Stable, Output = Volatility.Stable,
        };
        Assert.True(_facts.Coercion.IsBinaryCoercible(mood, Type("anyenum")));
        Assert.Equal(CoercionMethod.Text, _facts.Coercion.FindPath(mood, Type("text"), CastContext.Assignment).Method);
        Assert.Equal(CoercionMethod.None, _facts.Coercion.FindPath(Type("text"), mood, CastContext.Assignment).Method);
        Assert.Equal("enum_ops", _facts.OperatorClasses.FindDefault("btree", mood)?.Name);
    }

    private BuiltInType Type(string name) => _facts.Types.Find(name)!;
}
