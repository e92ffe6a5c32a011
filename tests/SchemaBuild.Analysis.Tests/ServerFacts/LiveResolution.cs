using Npgsql;
using SchemaBuild.Analysis.ServerFacts;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.ServerFacts;

/// <summary>
/// Calls and expressions over many types: the result type, the refusal and, where overloads differ in it, the immutability that we work out are
/// those of the server. Each major gets its share of them.
/// </summary>
public class LiveResolution
{
    private const string Setup = """
        CREATE TABLE probe (id int);

        -- The type of an expression, or the SQLSTATE. Nothing is evaluated: the inner query has no rows.
        CREATE FUNCTION type_of(expression text) RETURNS text LANGUAGE plpgsql AS $$
        DECLARE result text;
        BEGIN
            EXECUTE format('SELECT pg_typeof(e.x)::oid FROM (SELECT 1) one LEFT JOIN (SELECT %s AS x FROM probe WHERE false) e ON true', expression) INTO result;
            RETURN (SELECT typname FROM pg_type WHERE oid = result::oid);
        EXCEPTION WHEN OTHERS THEN
            RETURN SQLSTATE;
        END $$;

        CREATE FUNCTION is_immutable(expression text) RETURNS text LANGUAGE plpgsql AS $$
        BEGIN
            BEGIN
                EXECUTE format('CREATE INDEX ON probe (id) WHERE (%s) IS NULL', expression);
                RAISE EXCEPTION USING ERRCODE = 'YYYYY';
            EXCEPTION
                WHEN SQLSTATE 'YYYYY' THEN RETURN 'immutable';
                WHEN SQLSTATE '42P17' THEN RETURN 'mutable';
            END;
        END $$;
        """;

    private static readonly string[] FewTypes =
        ["unknown", "int4", "int8", "numeric", "text", "varchar", "bool", "date", "timestamp", "timestamptz", "interval", "jsonb", "_int4", "_text", "int4range"];

    private static readonly string[] Types =
    [
        .. FewTypes, "int2", "float4", "float8", "bpchar", "name", "char", "time", "timetz", "json", "uuid", "inet", "cidr", "bytea", "money", "bit", "varbit", "oid",
        "regclass", "xml", "tsvector", "tsquery", "point", "box", "macaddr", "_varchar", "_numeric", "tstzrange", "int4multirange", "int2vector", "record", "pg_class",
    ];

    private static readonly string[] Operators =
        ["=", "<>", "<", ">=", "+", "-", "*", "/", "%", "||", "@>", "<@", "&&", "~", "~~", "~*", "->", "->>", "#>>", "?", "@@", "<<", "#", "&", "|", "^", "<->"];

    private static readonly string[] PrefixOperators = ["+", "-", "~", "@", "@@", "#", "|", "!!"];

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public Task Operators_are_resolved_as_the_server_does(int major) => CompareAsync(
        major,
        [
            .. from name in Operators from left in Types from right in Types select new Call(name, [left, right]),
            .. from name in PrefixOperators from right in Types select new Call(name, [right]),
        ]);

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public Task Functions_are_resolved_as_the_server_does(int major)
    {
        var functions = BuiltIns.Of(major).Functions;
        var names = new FactTable("functions").Find(major).Select(cells => cells[0]).Distinct()
            .Where(name => functions.Find(name).All(function => function.Kind == FunctionKind.Function)).ToList();
        return CompareAsync(
            major,
            [
                .. from name in names where IsOverloaded(name, 1) from type in Types select new Call(name, [type]),
                .. from name in names where IsOverloaded(name, 2) from first in FewTypes from second in FewTypes select new Call(name, [first, second]),
                .. from name in names where IsOverloaded(name, 3) from first in FewTypes from second in FewTypes select new Call(name, [first, second, second]),
            ]);

        bool IsOverloaded(string name, int arguments) =>
            functions.Find(name).Count(function => function.Accepts(arguments)) > 1
            || functions.Find(name).Any(function => function.Accepts(arguments) && function.Arguments.Any(type => type.StartsWith("any", StringComparison.Ordinal)));
    }

    private static async Task CompareAsync(int major, IReadOnlyList<Call> all)
    {
        var facts = BuiltIns.Of(major);
        var calls = all.Where((_, index) => index % 5 == major % 5).ToList();
        await using var database = await (await PostgresServer.GetAsync(major)).CreateDatabaseAsync();
        await database.ExecuteAsync(Setup);
        await database.ExecuteAsync($"ALTER TABLE probe {string.Join(", ", Types.Where(type => type is not ("unknown" or "record")).Select(type => $"ADD COLUMN c_{type} pg_catalog.\"{type}\""))}");

        var types = await AskAsync("type_of", calls);
        var differences = new List<string>();
        for (var i = 0; i < calls.Count; i++)
        {
            var expected = types[i] is "42704" or "42725" or "42804" or "42883" ? null : types[i];
            if (expected != calls[i].Resolve(facts)?.Result)
                differences.Add($"{calls[i].Sql}: {types[i]} and not {calls[i].Resolve(facts)?.Result}");
        }

        // NULL folds a strict function away, and with it its volatility.
        var mixed = calls.Where(call => !call.Arguments.Contains("unknown") && call.Overloads(facts).Select(overload => overload.Volatility).Distinct().Skip(1).Any()
            && call.Resolve(facts) is { } resolved && resolved.Overload is not BuiltInFunction { ReturnsSet: true }).ToList();
        var immutable = await AskAsync("is_immutable", mixed);
        for (var i = 0; i < mixed.Count; i++)
            if (immutable[i] == "immutable" != (mixed[i].Resolve(facts)!.Volatility == Volatility.Immutable))
                differences.Add($"{mixed[i].Sql}: {immutable[i]} and not {mixed[i].Resolve(facts)!.Volatility}");

        Assert.Empty(differences);
        Assert.True(calls.Count > 1000 && mixed.Count > 20, $"{calls.Count} calls, {mixed.Count} of them mixed");

        async Task<List<string>> AskAsync(string function, IReadOnlyList<Call> calls)
        {
            await using var command = database.DataSource.CreateCommand($"SELECT {function}(e) FROM unnest($1) WITH ORDINALITY u (e, n) ORDER BY n");
            command.CommandTimeout = 120;
            command.Parameters.Add(new NpgsqlParameter { Value = calls.Select(call => call.Sql).ToArray() });
            await using var reader = await command.ExecuteReaderAsync();
            var answers = new List<string>();
            while (await reader.ReadAsync())
                answers.Add(reader.GetString(0));
            return answers;
        }
    }

    private sealed record Call(string Name, string[] Arguments)
    {
        private bool IsOperator => !char.IsLetter(Name[0]) && Name[0] != '_';

        public string Sql
        {
            get
            {
                var values = Array.ConvertAll(Arguments, type => type switch
                {
                    "unknown" => "NULL",
                    "record" => "ROW(id)",
                    _ => $"\"c_{type}\"",
                });
                return !IsOperator ? $"pg_catalog.\"{Name}\"({string.Join(", ", values)})" : values is [var only] ? $"{Name} {only}" : $"{values[0]} {Name} {values[1]}";
            }
        }

        public IReadOnlyList<Overload> Overloads(BuiltIns facts) => IsOperator ? facts.Operators.Find(Name) : facts.Functions.Find(Name);

        public ResolvedCall? Resolve(BuiltIns facts)
        {
            var types = Array.ConvertAll(Arguments, name => facts.Types.Find(name)!);
            return IsOperator ? facts.Operators.Resolve(Name, types) : facts.Functions.Resolve(Name, types);
        }
    }
}
