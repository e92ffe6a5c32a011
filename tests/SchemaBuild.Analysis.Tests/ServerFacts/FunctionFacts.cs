using SchemaBuild.Analysis.ServerFacts;

namespace SchemaBuild.Analysis.Tests.ServerFacts;

public class FunctionFacts
{
    [Theory]
    [InlineData("now", 0, Volatility.Stable)]
    [InlineData("transaction_timestamp", 0, Volatility.Stable)]
    [InlineData("statement_timestamp", 0, Volatility.Stable)]
    [InlineData("clock_timestamp", 0, Volatility.Volatile)]
    [InlineData("timeofday", 0, Volatility.Volatile)]
    [InlineData("random", 0, Volatility.Volatile)]
    [InlineData("gen_random_uuid", 0, Volatility.Volatile)]
    [InlineData("nextval", 1, Volatility.Volatile)]
    [InlineData("lower", 1, Volatility.Immutable)]
    [InlineData("to_char", 2, Volatility.Stable)]
    [InlineData("jsonb_build_object", 4, Volatility.Stable)]
    [InlineData("jsonb_build_object", 0, Volatility.Stable)]
    [InlineData("string_to_array", 2, Volatility.Immutable)]
    [InlineData("make_interval", 1, Volatility.Immutable)]
    [InlineData("current_setting", 1, Volatility.Stable)]
    internal void The_volatility_is_that_of_the_server(string name, int arguments, Volatility expected) =>
        Assert.All(Majors, major => Assert.Equal(expected, BuiltIns.Of(major).Functions.VolatilityOf(name, arguments)));

    [Fact]
    public void Without_types_the_worst_overload_counts()
    {
        var functions = BuiltIns.Of(14).Functions;
        Assert.Equal(Volatility.Stable, functions.VolatilityOf("date_trunc", 2));
        Assert.Equal(Volatility.Stable, functions.VolatilityOf("date_trunc", 2, ["text", null]));
        Assert.Equal(Volatility.Stable, functions.VolatilityOf("date_trunc", 2, ["text", "timestamptz"]));
        Assert.Equal(Volatility.Immutable, functions.VolatilityOf("date_trunc", 2, ["text", "timestamp"]));
    }

    [Fact]
    public void A_call_that_no_overload_accepts_has_no_volatility()
    {
        var functions = BuiltIns.Of(18).Functions;
        Assert.Null(functions.VolatilityOf("now", 1));
        Assert.Null(functions.VolatilityOf("no_such_function", 0));
        Assert.Empty(functions.Find("no_such_function"));
        Assert.Empty(functions.Find(""));
    }

    [Fact]
    public void A_function_is_known_in_the_majors_that_have_it()
    {
        Assert.Empty(BuiltIns.Of(17).Functions.Find("uuidv7"));
        Assert.Equal(Volatility.Volatile, BuiltIns.Of(18).Functions.VolatilityOf("uuidv7", 0));
        Assert.Null(BuiltIns.Of(16).Functions.VolatilityOf("random", 2));
        Assert.Equal(Volatility.Volatile, BuiltIns.Of(17).Functions.VolatilityOf("random", 2));
    }

    [Fact]
    public void An_overload_tells_arguments_defaults_result_and_kind()
    {
        var functions = BuiltIns.Of(16).Functions;

        var makeInterval = Assert.Single(functions.Find("make_interval"));
        Assert.Equal(["int4", "int4", "int4", "int4", "int4", "int4", "float8"], makeInterval.Arguments);
        Assert.Equal(7, makeInterval.Defaults);
        Assert.Equal("interval", makeInterval.Result);

        var series = functions.Find("generate_series");
        Assert.All(series, overload => Assert.True(overload.ReturnsSet));
        Assert.Contains(series, overload => overload.Arguments is ["int4", "int4"] && overload.Result == "int4");

        var format = functions.Find("format").Single(overload => overload.IsVariadic);
        Assert.Equal(["text", "any"], format.Arguments);
        Assert.True(format.Accepts(1));
        Assert.True(format.Accepts(9));
        Assert.False(format.Accepts(0));

        Assert.All(functions.Find("sum"), overload => Assert.Equal(FunctionKind.Aggregate, overload.Kind));
        Assert.All(functions.Find("row_number"), overload => Assert.Equal(FunctionKind.Window, overload.Kind));
    }

    private static IEnumerable<int> Majors => Enumerable.Range(BuiltIns.OldestMajor, BuiltIns.NewestMajor - BuiltIns.OldestMajor + 1);
}
