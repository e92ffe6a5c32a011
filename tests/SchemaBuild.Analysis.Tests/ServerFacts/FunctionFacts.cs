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
    public void Where_a_type_is_not_known_the_worst_overload_counts()
    {
        Assert.Equal(Volatility.Stable, WorstOf("date_trunc", null, null));
        Assert.Equal(Volatility.Stable, WorstOf("date_trunc", "text", null));
        Assert.Equal(Volatility.Stable, WorstOf("date_trunc", null, "timestamptz"));
        Assert.Equal(Volatility.Immutable, WorstOf("date_trunc", null, "timestamp"));
        Assert.Equal(Volatility.Immutable, WorstOf("date_trunc", null, "interval"));
        Assert.Null(WorstOf("date_trunc", null, "bool"));
    }

    [Theory]
    [InlineData("date_trunc(unknown,timestamp)", "timestamp", Volatility.Immutable)]
    [InlineData("date_trunc(unknown,date)", "timestamptz", Volatility.Stable)]
    [InlineData("abs(int4)", "int4", Volatility.Immutable)]
    [InlineData("lower(varchar)", "text", Volatility.Immutable)]
    [InlineData("lower(int4range)", "int4", Volatility.Immutable)]
    [InlineData("coalesce(text,text)", null, default(Volatility))]
    [InlineData("array_append(_int4,int4)", "_int4", Volatility.Immutable)]
    [InlineData("array_append(_int4,unknown)", "_int4", Volatility.Immutable)]
    [InlineData("array_append(_int4,int8)", "_int8", Volatility.Immutable)]
    [InlineData("array_append(_int4,text)", null, default(Volatility))]
    [InlineData("jsonb_build_object(unknown,int4,unknown,timestamptz)", "jsonb", Volatility.Stable)]
    [InlineData("format(unknown,timestamptz)", "text", Volatility.Stable)]
    [InlineData("enum_range(unknown)", null, default(Volatility))]
    [InlineData("date(timestamptz)", "date", Volatility.Stable)]
    [InlineData("date(unknown)", "date", Volatility.Immutable)]
    [InlineData("text(varchar)", "text", Volatility.Immutable)]
    [InlineData("length(unknown)", "int4", Volatility.Immutable)]
    [InlineData("round(int4)", "float8", Volatility.Immutable)]
    [InlineData("substring(unknown,int4)", "text", Volatility.Immutable)]
    [InlineData("generate_series(date,date,interval)", "timestamptz", Volatility.Stable)]
    [InlineData("now()", "timestamptz", Volatility.Stable)]
    [InlineData("multirange(int4range)", "int4multirange", Volatility.Immutable)]
    internal void A_call_is_resolved_as_the_server_does(string call, string? result, Volatility volatility)
    {
        var open = call.IndexOf('(', StringComparison.Ordinal);
        var arguments = call[(open + 1)..^1].Split(',', StringSplitOptions.RemoveEmptyEntries);
        var resolved = BuiltIns.Of(16).Functions.Resolve(call[..open], Array.ConvertAll(arguments, name => BuiltIns.Of(16).Types.Find(name)!));
        Assert.Equal((result, volatility), (resolved?.Result, resolved?.Volatility ?? default));
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
        Assert.True(format.Accepts(2));
        Assert.True(format.Accepts(9));
        Assert.False(format.Accepts(1));

        Assert.All(functions.Find("sum"), overload => Assert.Equal(FunctionKind.Aggregate, overload.Kind));
        Assert.All(functions.Find("row_number"), overload => Assert.Equal(FunctionKind.Window, overload.Kind));
    }

    private static Volatility? WorstOf(string name, params string?[] arguments) =>
        BuiltIns.Of(16).Functions.VolatilityOf(name, Array.ConvertAll(arguments, type => type is null ? null : BuiltIns.Of(16).Types.Find(type)));

    private static IEnumerable<int> Majors => Enumerable.Range(BuiltIns.OldestMajor, BuiltIns.NewestMajor - BuiltIns.OldestMajor + 1);
}
