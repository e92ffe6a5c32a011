using System.Globalization;
using Npgsql;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.Analysis.Sources;
using SchemaBuild.Testing;

namespace SchemaBuild.Proof;

/// <summary>
/// Random DDL is replayed by the model and executed by a server; after every statement both have the same catalogue, and what the model says would certainly be
/// refused is refused. The seed is in the name of the test, so a failure can be repeated.
/// </summary>
public sealed class CatalogPropertyTests
{
    private const int StatementsPerSeed = 80;

    public static TheoryData<int, int> MajorsAndSeeds { get; } = new(
        from major in Enumerable.Range(14, 5)
        from seed in Enumerable.Range(1, 4)
        select (major, seed));

    [Theory]
    [MemberData(nameof(MajorsAndSeeds))]
    public async Task The_catalogue_equals_the_server_s_after_each_random_statement(int major, int seed)
    {
        var server = await PostgresServer.GetAsync(major);
        await using var database = await server.CreateDatabaseAsync();
        var session = new Session(major);
        var replayer = new Replayer(session);
        replayer.ReplayDump(Read("CREATE SCHEMA s;"));
        await database.ExecuteAsync("CREATE SCHEMA s");

        var random = new RandomDdl(seed);
        var history = new List<string>();
        var executed = 0;
        for (var i = 0; i < StatementsPerSeed; i++)
        {
            var sql = random.Next(session.State.Catalog);
            var before = session.State;
            var refusal = await ExecuteAsync(database, sql);
            var statement = replayer.Replay(Read(sql)).Statements[0];
            history.Add($"{sql}; {(refusal is null ? "" : $"-- {refusal.SqlState} {refusal.MessageText}")}");

            Assert.True(statement.Failure is null, $"{Script()}\nThe model fails: {statement.Failure}");
            if (refusal is null)
            {
                Assert.True(statement.Effects.Refusal is null, $"{Script()}\nThe model refuses what the server accepts: {statement.Effects.Refusal}");
                executed++;
            }
            else if (statement.Effects.Refusal is null)
            {
                // The model claims no certainty here, so it must not be believed either.
                session.State = before;
            }

            var difference = CatalogSnapshot.Difference(await CatalogSnapshot.OfServerAsync(database), CatalogSnapshot.OfModel(session.State.Catalog));
            Assert.True(difference.Length == 0, $"{Script()}\nPostgreSQL {major} disagrees:\n{difference}");
        }

        // Statements that are all refused would prove nothing.
        Assert.True(executed > StatementsPerSeed / 2, $"{Script()}\nOnly {executed} statements were accepted.");

        string Script() => string.Join('\n', history);
    }

    private static MigrationFile Read(string sql) => MigrationFile.Read(SourceText.FromText("1_x.sql", sql), "1_x.sql").Parse();

    private static async Task<PostgresException?> ExecuteAsync(TestDatabase database, string sql)
    {
        try
        {
            await database.ExecuteAsync(sql);
            return null;
        }
        catch (PostgresException refusal)
        {
            return refusal;
        }
    }

    /// <summary>Makes statements about what exists, and now and then about what does not.</summary>
    private sealed class RandomDdl(int seed)
    {
        private static readonly string[] Types =
        [
            "integer", "bigint", "smallint", "text", "varchar(10)", "varchar(20)", "numeric(8,2)", "boolean", "date", "timestamptz", "timestamp(3)", "uuid", "jsonb",
            "char(3)", "double precision", "text[]", "serial",
        ];

        private readonly Random _random = new(seed);
        private int _names;

        public string Next(CatalogState catalog)
        {
            var tables = catalog.All.OfType<Relation>().Where(relation => relation.Kind == RelationKind.Table).OrderBy(relation => relation.Id).ToList();
            if (tables.Count < 2) return CreateTable(tables);
            var table = Pick(tables);
            var name = table.Name.ToSql();
            return _random.Next(30) switch
            {
                0 or 1 or 2 => CreateTable(tables),
                3 => $"DROP TABLE {(Chance(3) ? "IF EXISTS " : "")}{(Chance(8) ? "missing" : name)}{(Chance(2) ? " CASCADE" : "")}",
                4 or 5 or 6 => $"ALTER TABLE {name} ADD COLUMN {(Chance(4) ? "IF NOT EXISTS " : "")}{(Chance(6) ? ColumnOf(table) : Name("c"))} {Definition()}",
                7 => $"ALTER TABLE {name} DROP COLUMN {(Chance(4) ? "IF EXISTS missing" : ColumnOf(table))}{(Chance(2) ? " CASCADE" : "")}",
                8 => $"ALTER TABLE {name} RENAME COLUMN {ColumnOf(table)} TO {Name("c")}",
                9 => $"ALTER TABLE {name} RENAME TO {Name("t")}",
                10 => $"ALTER TABLE {name} ALTER COLUMN {ColumnOf(table)} SET NOT NULL",
                11 => $"ALTER TABLE {name} ALTER COLUMN {ColumnOf(table)} DROP NOT NULL",
                12 => $"ALTER TABLE {name} ALTER COLUMN {ColumnOf(table)} SET DEFAULT {(Chance(2) ? "NULL" : "'1'")}",
                13 => $"ALTER TABLE {name} ALTER COLUMN {ColumnOf(table)} DROP DEFAULT",
                14 or 15 => $"ALTER TABLE {name} ALTER COLUMN {ColumnOf(table)} TYPE {Pick(["text", "bigint", "varchar(30)"])}",
                16 => $"ALTER TABLE {name} ADD {Constraint()}UNIQUE ({ColumnOf(table)})",
                17 => $"ALTER TABLE {name} ADD {Constraint()}PRIMARY KEY ({ColumnOf(table)})",
                18 => $"ALTER TABLE {name} ADD {Constraint()}CHECK ({ColumnOf(table)} IS NOT NULL){(Chance(2) ? " NOT VALID" : "")}",
                19 => $"ALTER TABLE {name} ADD {Constraint()}FOREIGN KEY ({ColumnOf(table)}) REFERENCES {Pick(tables).Name.ToSql()}{(Chance(2) ? " NOT VALID" : "")}",
                20 => $"ALTER TABLE {name} VALIDATE CONSTRAINT {ConstraintOf(table)}",
                21 => $"ALTER TABLE {name} DROP CONSTRAINT {(Chance(3) ? "IF EXISTS " : "")}{ConstraintOf(table)}{(Chance(2) ? " CASCADE" : "")}",
                22 => $"ALTER TABLE {name} RENAME CONSTRAINT {ConstraintOf(table)} TO {Name("k")}",
                23 or 24 => $"CREATE {(Chance(3) ? "UNIQUE " : "")}INDEX {(Chance(2) ? Name("i") : "")} ON {name} ({ColumnOf(table)}{(Chance(2) ? ", " + ColumnOf(table) : "")})",
                25 => $"DROP INDEX {(Chance(2) ? "IF EXISTS " : "")}{IndexOf(catalog)}",
                26 => $"ALTER INDEX {IndexOf(catalog)} RENAME TO {Name("i")}",
                27 => $"CREATE {(Chance(2) ? "OR REPLACE " : "")}VIEW {Name("v")} AS SELECT {ColumnOf(table)} AS a FROM {name}",
                28 => $"ALTER TABLE {name} SET SCHEMA {Pick(["s", "public"])}",
                _ => $"ALTER TABLE {name} ADD COLUMN {Name("c")} integer, DROP COLUMN {ColumnOf(table)}, ALTER COLUMN {ColumnOf(table)} SET NOT NULL",
            };
        }

        private string CreateTable(List<Relation> tables)
        {
            var columns = Enumerable.Range(0, _random.Next(1, 5)).Select(_ => $"{Name("c")} {Definition()}").ToList();
            if (Chance(2)) columns.Insert(0, "id bigint PRIMARY KEY");
            if (tables.Count > 0 && Chance(3)) columns.Add($"r bigint REFERENCES {Pick(tables).Name.ToSql()}");
            return $"CREATE TABLE {(Chance(5) ? "IF NOT EXISTS " : "")}{(Chance(3) ? "s." : "")}{(Chance(8) && tables.Count > 0 ? Identifier.Quote(Pick(tables).Name.Name) : Name("t"))} ({string.Join(", ", columns)})";
        }

        private string Definition()
        {
            var type = Pick(Types);
            var more = _random.Next(8) switch
            {
                0 => " NOT NULL",
                1 => " UNIQUE",
                2 => " DEFAULT NULL",
                3 when type is "integer" or "bigint" => " GENERATED ALWAYS AS IDENTITY",
                4 when type is "text" => " DEFAULT 'x' NOT NULL CHECK (true)",
                _ => "",
            };
            return type + more;
        }

        private string Name(string prefix) => Chance(10)
            ? $"\"{prefix} Long é {_names++.ToString(CultureInfo.InvariantCulture)}{new string('x', _random.Next(20, 60))}\""
            : $"{prefix}{_names++.ToString(CultureInfo.InvariantCulture)}";

        private string Constraint() => Chance(2) ? $"CONSTRAINT {Name("k")} " : "";

        private string ColumnOf(Relation table) => table.Columns.Length == 0 || Chance(20) ? "missing" : Identifier.Quote(Pick(table.Columns).Name);

        private string ConstraintOf(Relation table)
        {
            // Names of not-null constraints are the affair of 18 alone.
            var names = table.Constraints.Where(constraint => constraint.Kind != ConstraintKind.NotNull).Select(constraint => constraint.Name).ToList();
            return names.Count == 0 ? "missing" : Identifier.Quote(Pick(names));
        }

        private string IndexOf(CatalogState catalog)
        {
            var indexes = catalog.All.OfType<Analysis.Catalog.Index>().OrderBy(index => index.Id).ToList();
            return indexes.Count == 0 ? "missing" : Pick(indexes).Name.ToSql();
        }

        private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

        private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
    }
}
