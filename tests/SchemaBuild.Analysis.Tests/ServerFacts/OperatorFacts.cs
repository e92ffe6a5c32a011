using SchemaBuild.Analysis.ServerFacts;

namespace SchemaBuild.Analysis.Tests.ServerFacts;

public class OperatorFacts
{
    private readonly BuiltIns _facts = BuiltIns.Of(16);

    [Theory]
    [InlineData("+", "int4", "int4", "int4", Volatility.Immutable)]
    [InlineData("-", "timestamptz", "interval", "timestamptz", Volatility.Stable)]
    [InlineData("-", "timestamp", "interval", "timestamp", Volatility.Immutable)]
    [InlineData("=", "date", "timestamptz", "bool", Volatility.Stable)]
    [InlineData("||", "text", "text", "text", Volatility.Immutable)]
    [InlineData("||", "text", "anynonarray", "text", Volatility.Stable)]
    [InlineData("#>>", "jsonb", "_text", "text", Volatility.Immutable)]
    [InlineData("-", null, "int4", "int4", Volatility.Immutable)]
    internal void An_operator_has_a_result_and_a_volatility(string name, string? left, string right, string result, Volatility volatility) =>
        Assert.Equal((result, volatility), _facts.Operators.Find(name, left, right) is { } found ? (found.Result, found.Volatility) : default);

    [Theory]
    [InlineData("||", "varchar", "varchar", "text", Volatility.Immutable)]
    [InlineData("||", "varchar", "unknown", "text", Volatility.Immutable)]
    [InlineData("||", "unknown", "unknown", "text", Volatility.Immutable)]
    [InlineData("||", "text", "int4", "text", Volatility.Immutable)]
    [InlineData("||", "text", "timestamptz", "text", Volatility.Stable)]
    [InlineData("||", "_int4", "text", null, default(Volatility))]
    [InlineData("||", "_text", "text", "_text", Volatility.Immutable)]
    [InlineData("||", "jsonb", "unknown", "jsonb", Volatility.Immutable)]
    [InlineData("=", "int4", "int8", "bool", Volatility.Immutable)]
    [InlineData("=", "varchar", "text", "bool", Volatility.Immutable)]
    [InlineData("=", "date", "timestamptz", "bool", Volatility.Stable)]
    [InlineData("=", "uuid", "unknown", "bool", Volatility.Immutable)]
    [InlineData("=", "uuid", "text", null, default(Volatility))]
    [InlineData("=", "json", "json", null, default(Volatility))]
    [InlineData("+", "int4", "numeric", "numeric", Volatility.Immutable)]
    [InlineData("+", "date", "int4", "date", Volatility.Immutable)]
    [InlineData("+", "timestamptz", "unknown", "timestamptz", Volatility.Stable)]
    [InlineData("-", "timestamp", "timestamp", "interval", Volatility.Immutable)]
    [InlineData("<", "information_schema.cardinal_number", "unknown", "bool", Volatility.Immutable)]
    [InlineData("-", null, "int4", "int4", Volatility.Immutable)]
    internal void An_expression_is_resolved_as_the_server_does(string name, string? left, string right, string? result, Volatility volatility)
    {
        BuiltInType[] operands = left is null ? [_facts.Types.Find(right)!] : [_facts.Types.Find(left)!, _facts.Types.Find(right)!];
        var resolved = _facts.Operators.Resolve(name, operands);
        Assert.Equal((result, volatility), (resolved?.Result, resolved?.Volatility ?? default));
    }

    [Fact]
    public void Where_an_operand_is_not_known_the_worst_operator_counts()
    {
        Assert.Equal(Volatility.Stable, _facts.Operators.VolatilityOf("=", [null, null]));
        Assert.Equal(Volatility.Immutable, _facts.Operators.VolatilityOf("=", [_facts.Types.Find("uuid"), null]));
        Assert.Null(_facts.Operators.VolatilityOf("===", [null, null]));
    }

    [Fact]
    public void An_operator_that_does_not_exist_is_not_found()
    {
        Assert.Null(_facts.Operators.Find("+", "int4", "text"));
        Assert.Null(_facts.Operators.Find("=", null, "int4"));
        Assert.Empty(_facts.Operators.Find("===="));
    }

    [Theory]
    [InlineData("btree", "int4", "int4_ops")]
    [InlineData("btree", "varchar", "text_ops")]
    [InlineData("btree", "information_schema.sql_identifier", "name_ops")]
    [InlineData("btree", "oid", "oid_ops")]
    [InlineData("btree", "regclass", "oid_ops")]
    [InlineData("btree", "cidr", "inet_ops")]
    [InlineData("btree", "_varchar", "array_ops")]
    [InlineData("btree", "tstzrange", "range_ops")]
    [InlineData("btree", "json", null)]
    [InlineData("btree", "point", null)]
    [InlineData("hash", "jsonb", "jsonb_ops")]
    [InlineData("gin", "jsonb", "jsonb_ops")]
    [InlineData("gin", "text", null)]
    [InlineData("gist", "int4", null)]
    [InlineData("gist", "int4range", "range_ops")]
    [InlineData("spgist", "varchar", "text_ops")]
    [InlineData("brin", "timestamptz", "timestamptz_minmax_ops")]
    [InlineData("vodka", "int4", null)]
    public void An_index_gets_the_default_operator_class_of_its_type(string method, string type, string? expected) =>
        Assert.Equal(expected, _facts.OperatorClasses.FindDefault(method, _facts.Types.Find(type)!)?.Name);

    [Theory]
    [InlineData("text", "varchar", null, true)]
    [InlineData("varchar", "text", "text_pattern_ops", true)]
    [InlineData("cidr", "inet", null, true)]
    [InlineData("oid", "regclass", null, true)]
    [InlineData("int4", "oid", null, false)]
    [InlineData("bit", "varbit", null, false)]
    [InlineData("timestamp", "timestamptz", null, false)]
    [InlineData("json", "text", null, false)]
    public void An_index_survives_a_change_of_type_if_its_operator_class_stays(string source, string target, string? name, bool expected) =>
        Assert.Equal(expected, _facts.OperatorClasses.SurvivesChange("btree", name, _facts.Types.Find(source)!, _facts.Types.Find(target)!));

    [Fact]
    public void Json_and_xml_cannot_be_sorted()
    {
        Assert.False(_facts.OperatorClasses.CanSort(_facts.Types.Find("json")!));
        Assert.False(_facts.OperatorClasses.CanSort(_facts.Types.Find("xml")!));
        Assert.True(_facts.OperatorClasses.CanSort(_facts.Types.Find("jsonb")!));
    }

    [Fact]
    public void A_family_compares_the_types_that_a_foreign_key_may_mix()
    {
        var classes = _facts.OperatorClasses;
        var int4 = classes.Find("btree", "int4_ops")!;
        Assert.Equal("=", classes.FindEquality(int4, "int4", "int8"));
        Assert.Null(classes.FindEquality(int4, "int4", "text"));
        Assert.Equal("=", classes.FindEquality(classes.Find("hash", "text_ops")!, "text", "text"));
        Assert.Equal("=", classes.FindEquality(classes.Find("btree", "timestamptz_ops")!, "timestamptz", "date"));
    }

    [Fact]
    public void Operator_classes_that_are_not_the_default_are_known()
    {
        var pattern = _facts.OperatorClasses.Find("btree", "text_pattern_ops")!;
        Assert.False(pattern.IsDefault);
        Assert.Equal("text", pattern.Input);
        Assert.Equal("text_pattern_ops", pattern.Family);
    }
}
