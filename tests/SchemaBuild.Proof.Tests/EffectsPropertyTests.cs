using System.Globalization;
using System.Text;
using Npgsql;
using SchemaBuild.Analysis;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.Analysis.Sources;
using SchemaBuild.PgQuery;
using SchemaBuild.Testing;
using SchemaBuild.Tool.Tracing;
using Index = SchemaBuild.Analysis.Catalog.Index;

namespace SchemaBuild.Proof;

/// <summary>
/// Random statements over the objects of <c>States/</c>: what is predicted of them is what the server does, and what it accepts is not refused.
/// The seed is in the name of the test, so a failure can be repeated.
/// </summary>
public sealed class EffectsPropertyTests
{
    private const int StatementsPerSeed = 40;

    // More than the one of each test run, to look for more.
    private static readonly int Seeds = int.TryParse(Environment.GetEnvironmentVariable("SCHEMABUILD_PROOF_SEEDS"), CultureInfo.InvariantCulture, out var seeds) ? seeds : 1;

    public static TheoryData<string, int, int> StatesMajorsAndSeeds { get; } = new(
        from state in new[] { "kinds", "office", "shop", "trees" }
        from major in Enumerable.Range(AnalysisOptions.OldestVersion, AnalysisOptions.NewestVersion - AnalysisOptions.OldestVersion + 1)
        from seed in Enumerable.Range(1, Seeds)
        select (state, major, seed));

    [Theory]
    [MemberData(nameof(StatesMajorsAndSeeds))]
    public async Task Prediction_equals_observation_for_random_statements(string state, int major, int seed)
    {
        var server = await PostgresServer.GetAsync(major);
        var stateSql = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "States", state + ".sql"), TestContext.Current.CancellationToken);
        await using var database = await server.CreateDatabaseAsync();
        await using (var connection = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken))
            await ExecuteAsync(connection, stateSql);
        await database.CloseConnectionsAsync();

        var session = new Session(major);
        new Replayer(session).Replay(MigrationFile.Read(SourceText.FromText("1_state.sql", stateSql), "1_state.sql").Parse());
        var random = new RandomStatements(seed * 1000 + major, session.State.Catalog, major);

        var (differences, accepted, missed) = (new StringBuilder(), 0, new StringBuilder());
        await using var sessions = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);
        for (var i = 0; i < StatementsPerSeed; i++)
        {
            var sql = random.Next();
            await using var connection = await sessions.OpenConnectionAsync(TestContext.Current.CancellationToken);
            await ExecuteAsync(connection, EffectsProof.SearchPath);
            await ExecuteAsync(connection, "BEGIN");
            var observed = await new StatementObserver(connection).ObserveAsync(sql, TestContext.Current.CancellationToken);
            // What the parser refuses, the server did too: a file that holds it is not analysed at all.
            if (observed.Error is not null && !Parses(sql)) continue;
            var trace = new StatementTrace(EffectsProof.Predict(new ProofCase(1, [], sql), stateSql, major), observed);
            if (observed.Error is null) accepted++;

            // Several things may be wrong, and the server speaks of one; what is not refused for certain may be refused all the same.
            if (trace.Differences.Count == 0) continue;
            var text = string.Create(CultureInfo.InvariantCulture, $"{sql};\n   {string.Join("\n   ", trace.Differences)}\n");
            (observed.Error is null ? differences : missed).Append(text);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"Refused by the server for another reason than was predicted, or for one that was not:\n{missed}");
        Assert.True(differences.Length == 0, $"PostgreSQL {major} disagrees:\n{differences}");
        Assert.True(accepted > StatementsPerSeed / 5, $"Only {accepted} statements were accepted.");
    }

    private static bool Parses(string sql)
    {
        try
        {
            PgQueryParser.Parse(sql);
            return true;
        }
        catch (PgQueryException)
        {
            return false;
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}

/// <summary>Makes statements about the objects of a catalogue, now and then about what does not fit.</summary>
internal sealed class RandomStatements(int seed, CatalogState catalog, int major)
{
    private static readonly string[] Types =
    [
        "integer", "bigint", "smallint", "text", "varchar(10)", "varchar(90)", "varchar", "numeric(8,2)", "numeric(12,2)", "numeric", "boolean", "date", "timestamptz", "timestamp", "timestamptz(3)",
        "uuid", "jsonb", "json", "char(3)", "double precision", "real", "text[]", "integer[]", "inet", "cidr", "bytea", "interval", "bit(8)", "varbit", "oid", "xml", "int4range", "money", "name",
    ];

    private readonly Random _random = new(seed);
    private readonly List<Relation> _relations = [.. catalog.All.OfType<Relation>().Where(relation => !relation.IsAssumed && relation.Kind != RelationKind.CompositeType)];
    private readonly List<Index> _indexes = [.. catalog.All.OfType<Index>()];
    private readonly List<Sequence> _sequences = [.. catalog.All.OfType<Sequence>()];
    private int _names;

    private IReadOnlyList<Relation> Tables => field ??= [.. _relations.Where(relation => relation.Kind is RelationKind.Table or RelationKind.PartitionedTable)];

    private IReadOnlyList<Relation> Views => field ??= [.. _relations.Where(relation => relation.Kind is RelationKind.View or RelationKind.MaterializedView)];

    public string Next() => _random.Next(40) switch
    {
        < 18 => AlterTable(),
        18 or 19 => AddConstraint(),
        20 => $"CREATE {(Chance(3) ? "UNIQUE " : "")}INDEX {(Chance(2) ? Name("i") : "")} ON {(Chance(8) ? "ONLY " : "")}{Any()} {Method()} ({Key()}{(Chance(3) ? ", " + Key() : "")}){(Chance(5) ? $" INCLUDE ({Column()})" : "")}{(Chance(4) ? $" WHERE {Condition()}" : "")}",
        21 => $"DROP INDEX {(Chance(4) ? "IF EXISTS " : "")}{IndexName()}{Cascade()}",
        22 => Pick<Func<string>>([
            () => $"ALTER INDEX {IndexName()} RENAME TO {Name("i")}",
            () => $"ALTER INDEX {IndexName()} SET (fillfactor = 70)",
            () => $"ALTER INDEX {IndexName()} ATTACH PARTITION {IndexName()}",
            () => $"REINDEX INDEX {IndexName()}",
            () => $"REINDEX TABLE {Any()}",
            () => $"CLUSTER {Any()} USING {IndexNameOnly()}",
        ])(),
        23 => $"DROP TABLE {(Chance(4) ? "IF EXISTS " : "")}{Table()}{(Chance(4) ? ", " + Table() : "")}{Cascade()}",
        24 or 25 => CreateTable(),
        26 => $"CREATE {(Chance(3) ? "OR REPLACE VIEW " + (Views.Count > 0 && Chance(2) ? Pick(Views).Name.ToSql() : Name("v")) : Chance(3) ? "MATERIALIZED VIEW " + Name("v") : "VIEW " + Name("v"))} AS {Query()}",
        27 => Views.Count == 0 ? Query() : Pick<Func<string>>([
            () => $"DROP {(Chance(3) ? "MATERIALIZED VIEW" : "VIEW")} {Pick(Views).Name.ToSql()}{Cascade()}",
            () => $"REFRESH MATERIALIZED VIEW {(Chance(3) ? "CONCURRENTLY " : "")}{Pick(Views).Name.ToSql()}",
            () => $"ALTER {(Chance(2) ? "MATERIALIZED VIEW" : "VIEW")} {Pick(Views).Name.ToSql()} RENAME TO {Name("v")}",
            () => $"ALTER VIEW {Pick(Views).Name.ToSql()} ALTER COLUMN {Column()} SET DEFAULT 1",
        ])(),
        28 => $"TRUNCATE {(Chance(4) ? "ONLY " : "")}{Table()}{(Chance(3) ? ", " + Table() : "")}{(Chance(4) ? " RESTART IDENTITY" : "")}{Cascade()}",
        29 => $"LOCK TABLE {(Chance(4) ? "ONLY " : "")}{Any()} IN {Pick(["ACCESS SHARE", "ROW EXCLUSIVE", "SHARE", "SHARE ROW EXCLUSIVE", "ACCESS EXCLUSIVE"])} MODE",
        30 => Pick<Func<string>>([
            () => $"CREATE TRIGGER {Name("g")} {Pick(["BEFORE", "AFTER", "INSTEAD OF"])} {Pick(["INSERT", "UPDATE", "DELETE", "TRUNCATE", $"UPDATE OF {Column()}", "INSERT OR DELETE"])} ON {Any()} FOR EACH {Pick(["ROW", "STATEMENT"])} EXECUTE FUNCTION {Pick(["touch", "stamp", "roll", "missing"])}()",
            () => $"CREATE POLICY {Name("p")} ON {Any()}{Pick(["", " FOR SELECT", " FOR INSERT", " FOR UPDATE"])} {Pick(["USING", "WITH CHECK"])} ({Condition()})",
            () => $"CREATE RULE {Name("r")} AS ON {Pick(["INSERT", "UPDATE", "DELETE"])} TO {Any()} DO {Pick(["INSTEAD NOTHING", "ALSO NOTHING"])}",
            () => $"CREATE STATISTICS {Name("s")} ON {Column()}, {Column()} FROM {Any()}",
            () => $"COMMENT ON COLUMN {Any()}.{Column()} IS 'x'",
            () => $"GRANT {Pick(["SELECT", "INSERT", $"UPDATE ({Column()})"])} ON {Any()} TO PUBLIC",
            () => $"ANALYZE {Any()}{(Chance(3) ? $" ({Column()})" : "")}",
        ])(),
        31 => _sequences.Count == 0 ? Query() : Pick<Func<string>>([
            () => $"ALTER SEQUENCE {Pick(_sequences).Name.ToSql()} {Pick(["RESTART", "INCREMENT BY 5", "OWNED BY NONE", $"OWNED BY {Any()}.{Column()}", "AS smallint", "CACHE 10"])}",
            () => $"DROP SEQUENCE {Pick(_sequences).Name.ToSql()}{Cascade()}",
            () => $"SELECT {Pick(["nextval", "currval"])}('{Pick(_sequences).Name.ToSql()}')",
        ])(),
        32 => Pick<Func<string>>([
            () => $"ALTER TABLE {Any()} RENAME TO {Name("t")}",
            () => $"ALTER TABLE {Any()} RENAME COLUMN {Column()} TO {(Chance(4) ? Column() : Name("c"))}",
            () => $"ALTER TABLE {Any()} RENAME CONSTRAINT {ConstraintName()} TO {Name("k")}",
            () => $"ALTER TABLE {Any()} SET SCHEMA {Pick(["public", "missing"])}",
        ])(),
        33 => Partition(),
        34 => $"INSERT INTO {Undivided()} ({Column()}{(Chance(3) ? ", " + Column() : "")}) {(Chance(2) ? $"VALUES ({Value()}{(Chance(3) ? ", " + Value() : "")})" : Query())}{Pick(["", "", $" ON CONFLICT ({Column()}) DO NOTHING", " ON CONFLICT DO NOTHING", $" RETURNING {Column()}"])}",
        35 => $"UPDATE {Any()} SET {Column()} = {Value()}{Pick(["", $" WHERE {Condition()}", $" FROM {Other()} o WHERE {Condition()}", " WHERE false"])}",
        36 => $"DELETE FROM {Any()}{Pick(["", $" WHERE {Condition()}", $" USING {Other()} o WHERE {Condition()}", " WHERE false"])}",
        37 => $"{(major >= 15 ? $"MERGE INTO {Any()} t USING {Other()} s ON t.{Column()} = s.{OtherColumn()} WHEN MATCHED THEN {Pick(["DELETE", $"UPDATE SET {Column()} = {Value()}", "DO NOTHING"])}" : Query())}",
        38 => Definition(),
        _ => Query(),
    };

    private Relation _subject = catalog.All.OfType<Relation>().First();
    private Relation _other = catalog.All.OfType<Relation>().First();

    // -- objects ---------------------------------------------------------------------------------------------------------------

    private string Any() => Of(_subject = Chance(8) ? Pick(_relations) : Pick(Tables));

    private string Table() => Of(_subject = Pick(Tables));

    /// <summary>Which partition a row goes to depends on the row.</summary>
    private string Undivided()
    {
        do Any();
        while (_subject.Kind == RelationKind.PartitionedTable);
        return Of(_subject);
    }

    private string Other() => Of(_other = Pick(_relations));

    private static string Of(Relation relation) => relation.Name.ToSql();

    private string Column() => _subject.Columns.Length == 0 || Chance(40) ? "missing" : Identifier.Quote(Pick(_subject.Columns).Name);

    private string OtherColumn() => _other.Columns.Length == 0 ? "missing" : Identifier.Quote(Pick(_other.Columns).Name);

    private string ConstraintName() => _subject.Constraints.Length == 0 || Chance(20) ? "missing" : Identifier.Quote(Pick(_subject.Constraints).Name);

    private string IndexName()
    {
        var own = _subject is null ? [] : _indexes.Where(index => index.Table == _subject.Id).ToList();
        return own.Count > 0 && !Chance(4) ? Pick(own).Name.ToSql() : Pick(_indexes).Name.ToSql();
    }

    // -- parts -----------------------------------------------------------------------------------------------------------------

    private string Value() => Pick(["1", "'1'", "NULL", "DEFAULT", "now()", "'2024-06-01'", "random()", "'x'", "gen_random_uuid()", "1.5", "true", "2 + 3", "lower('X')", "'{}'"]);

    private string Key() => Pick<Func<string>>([Column, Column, Column, () => $"lower({Column()})", () => $"({Column()} || 'x')", () => $"{Column()} DESC", () => $"({Column()}::text)"])();

    private string Method() => Pick(["", "", "", "", "USING hash", "USING gin", "USING gist", "USING brin"]);

    private string Condition() => Pick<Func<string>>([
        () => $"{Column()} IS NOT NULL",
        () => $"{Column()} > 0",
        () => $"{Column()} = 'x'",
        () => $"{Column()} IS NOT NULL AND {Column()} IS NOT NULL",
        () => $"length({Column()}) < 50",
        () => "true",
        () => $"{Column()} IN (1, 2)",
        () => $"{Column()} = {Column()}",
        () => $"{Column()} IS NULL OR {Column()} > 0",
    ])();

    private string Query()
    {
        Any();
        return Pick<Func<string>>([
            () => $"SELECT {Column()} FROM {Of(_subject)}",
            () => $"SELECT {Column()}, count(*) FROM {Of(_subject)} GROUP BY {Column()}",
            () => $"SELECT {Column()} AS a, {Column()} AS b FROM {Of(_subject)} WHERE {Condition()}",
            () => $"SELECT t.{Column()} FROM {Of(_subject)} t JOIN {Other()} o ON t.{Column()} = o.{OtherColumn()}",
            () => $"SELECT max({Column()}) FROM {Of(_subject)} WHERE EXISTS (SELECT FROM {Other()} o WHERE o.{OtherColumn()} IS NOT NULL)",
            () => $"SELECT {Column()} FROM {Of(_subject)} UNION SELECT {OtherColumnOf()}",
            () => $"SELECT * FROM {Of(_subject)} ORDER BY {Column()} LIMIT 1 {Pick(["", "FOR UPDATE", "FOR SHARE"])}",
        ])();
    }

    private string OtherColumnOf()
    {
        var other = Other();
        return $"{OtherColumn()} FROM {other}";
    }

    private string Cascade() => Pick(["", "", " CASCADE", " RESTRICT"]);

    private string ColumnDefinition(string name)
    {
        var type = Chance(12) ? Pick(["serial", "bigserial", "mood", "positive", "label", "order_state"]) : Pick(Types);
        return $"{name} {type}" + Pick<Func<string>>([
            () => "", () => "", () => " NOT NULL", () => " UNIQUE", () => " PRIMARY KEY", () => $" DEFAULT {Value()}", () => $" DEFAULT {Value()} NOT NULL", () => $" CHECK ({name} IS NOT NULL)",
            () => $" REFERENCES {Other()}", () => " GENERATED ALWAYS AS IDENTITY", () => $" GENERATED ALWAYS AS ({Pick([Column(), $"{Column()} || 'x'", "1", "now()"])}) STORED", () => " COLLATE \"C\"", () => " DEFAULT now()", () => " DEFAULT random()",
        ])();
    }

    // -- statements ------------------------------------------------------------------------------------------------------------

    private string AlterTable()
    {
        Any();
        var commands = Enumerable.Range(0, Chance(3) ? _random.Next(2, 4) : 1).Select(_ => Subcommand()).ToList();
        return $"ALTER TABLE {(Chance(12) ? "IF EXISTS " : "")}{(Chance(10) ? "ONLY " : "")}{Of(_subject)} {string.Join(", ", commands)}";
    }

    private string AddConstraint() => $"ALTER TABLE {Any()} ADD {Constraint()}";

    private string Constraint() => $"{(Chance(2) ? $"CONSTRAINT {Name("k")} " : "")}" + Pick<Func<string>>([
        () => $"CHECK ({Condition()}){Pick(["", "", " NOT VALID", " NO INHERIT"])}",
        () => $"UNIQUE ({Column()}{(Chance(3) ? ", " + Column() : "")})",
        () => $"PRIMARY KEY ({Column()})",
        () => $"FOREIGN KEY ({Column()}) REFERENCES {Other()}{(Chance(2) ? $" ({OtherColumn()})" : "")}{Pick(["", "", " NOT VALID", " ON DELETE CASCADE", " ON UPDATE SET NULL", " DEFERRABLE INITIALLY DEFERRED"])}",
        () => $"EXCLUDE USING gist ({Column()} WITH {Pick(["=", "&&"])})",
        () => $"{Pick(["UNIQUE", "PRIMARY KEY"])} USING INDEX {IndexNameOnly()}",
    ])();

    private string IndexNameOnly()
    {
        var own = _indexes.Where(index => index.Table == _subject.Id).ToList();
        return own.Count == 0 ? "missing" : Identifier.Quote(Pick(own).Name.Name);
    }

    private string Subcommand() => Pick<Func<string>>([
        () => $"ADD COLUMN {(Chance(6) ? "IF NOT EXISTS " : "")}{ColumnDefinition(Chance(10) ? Column() : Name("c"))}",
        () => $"ADD COLUMN {ColumnDefinition(Name("c"))}",
        () => $"DROP COLUMN {(Chance(6) ? "IF EXISTS " : "")}{Column()}{Cascade()}",
        () => $"ALTER {Column()} TYPE {Pick(Types)}",
        () => Retype(),
        () => Retype(),
        () => $"ALTER {Column()} SET DEFAULT {Value()}",
        () => $"ALTER {Column()} DROP DEFAULT",
        () => $"ALTER {Column()} SET NOT NULL",
        () => $"ALTER {Column()} SET NOT NULL",
        () => $"ALTER {Column()} DROP NOT NULL",
        () => $"ALTER {Column()} SET STATISTICS {Pick(["100", "-1"])}",
        () => $"ALTER {Column()} SET STORAGE {Pick(["EXTERNAL", "PLAIN"])}",
        () => $"ALTER {Column()} SET (n_distinct = 5)",
        () => $"ALTER {Column()} ADD GENERATED BY DEFAULT AS IDENTITY",
        () => $"ALTER {Column()} DROP IDENTITY{(Chance(2) ? " IF EXISTS" : "")}",
        () => $"ALTER {Column()} DROP EXPRESSION{(Chance(2) ? " IF EXISTS" : "")}",
        () => $"ADD {Constraint()}",
        () => $"ADD {Constraint()}",
        () => $"DROP CONSTRAINT {(Chance(6) ? "IF EXISTS " : "")}{ConstraintName()}{Cascade()}",
        () => $"VALIDATE CONSTRAINT {ConstraintName()}",
        () => $"ALTER CONSTRAINT {ConstraintName()} {Pick(["DEFERRABLE", "NOT DEFERRABLE"])}",
        () => $"{Pick(["ENABLE", "DISABLE", "ENABLE REPLICA"])} TRIGGER {TriggerName()}",
        () => $"{Pick(["ENABLE", "DISABLE"])} TRIGGER {Pick(["ALL", "USER"])}",
        () => $"{Pick(["ENABLE", "DISABLE", "FORCE", "NO FORCE"])} ROW LEVEL SECURITY",
        () => $"CLUSTER ON {IndexNameOnly()}",
        () => "SET WITHOUT CLUSTER",
        () => Pick(["SET UNLOGGED", "SET LOGGED"]),
        () => Pick(["SET (fillfactor = 80)", "RESET (fillfactor)", "SET (autovacuum_enabled = false)", "SET (nothing = 1)"]),
        () => $"{Pick(["INHERIT", "NO INHERIT"])} {Other()}",
        () => $"REPLICA IDENTITY {Pick(["FULL", "DEFAULT", "NOTHING", $"USING INDEX {IndexNameOnly()}"])}",
        () => "OWNER TO CURRENT_USER",
        () => Pick(["SET TABLESPACE pg_default", "NOT OF", "SET WITHOUT OIDS"]),
    ])();

    private string Retype()
    {
        var column = Column();
        var type = Pick(["text", "bigint", "varchar(200)", "numeric", "timestamptz"]);
        return $"ALTER {column} TYPE {type}{Pick(["", "", $" USING {column}::{type}", $" USING {column}::text::{type}", " COLLATE \"C\""])}";
    }

    private string TriggerName()
    {
        var own = catalog.All.OfType<Trigger>().Where(trigger => trigger.Table == _subject.Id).ToList();
        return own.Count == 0 || Chance(10) ? "missing" : Identifier.Quote(Pick(own).Name.Name);
    }

    private string CreateTable()
    {
        Table();
        var name = Chance(12) ? Of(_subject) : Name("t");
        return Pick<Func<string>>([
            () => $"CREATE TABLE {(Chance(6) ? "IF NOT EXISTS " : "")}{name} ({ColumnDefinition(Name("c"))}, {ColumnDefinition(Name("c"))})",
            () => $"CREATE TABLE {name} (LIKE {Of(_subject)}{Pick(["", " INCLUDING ALL", " INCLUDING DEFAULTS", " INCLUDING INDEXES", " INCLUDING CONSTRAINTS", " INCLUDING GENERATED"])})",
            () => $"CREATE TABLE {name} ({ColumnDefinition(Name("c"))}) INHERITS ({Of(_subject)})",
            () => $"CREATE TABLE {name} AS {Query()}",
            () => $"CREATE TABLE {name} ({ColumnDefinition("k")}, a integer, FOREIGN KEY (a) REFERENCES {Other()})",
            () => $"CREATE TABLE {name} (id integer, day date) PARTITION BY {Pick(["RANGE (day)", "LIST (id)", "HASH (id)", "RANGE (missing)", "LIST (id, day)"])}",
            () => $"CREATE TABLE {name} PARTITION OF {Of(_subject)} {Bound()}",
        ])();
    }

    private string Bound() => Pick(["DEFAULT", "FOR VALUES IN ('zz')", "FOR VALUES IN (77)", "FOR VALUES FROM ('2031-01-01') TO ('2032-01-01')", "FOR VALUES FROM (700) TO (800)", "FOR VALUES FROM ('2024-02-01') TO ('2024-03-01')", "FOR VALUES WITH (MODULUS 4, REMAINDER 3)"]);

    private string Partition()
    {
        var parents = Tables.Where(table => table.Kind == RelationKind.PartitionedTable).ToList();
        if (parents.Count == 0) return Query();
        var parent = Pick(parents);
        return Chance(2) && parent.Children.Length > 0
            ? $"ALTER TABLE {Of(parent)} DETACH PARTITION {(Chance(6) ? Table() : Of((Relation)catalog.Find(Pick(parent.Children))!))}"
            : Chance(3) ? $"CREATE TABLE {Name("t")} PARTITION OF {Of(parent)} {Bound()}"
            : $"ALTER TABLE {Of(parent)} ATTACH PARTITION {Table()} {Bound()}";
    }

    /// <summary>Of types, domains and functions.</summary>
    private string Definition()
    {
        var types = catalog.All.Where(item => item.NameSpace == NameSpace.Type).ToList();
        if (types.Count == 0) return Query();
        var type = Pick(types).Name.ToSql();
        return Pick([
            $"ALTER DOMAIN {type} ADD CONSTRAINT {Name("k")} CHECK (VALUE IS NOT NULL){Pick(["", " NOT VALID"])}",
            $"ALTER DOMAIN {type} SET NOT NULL",
            $"ALTER DOMAIN {type} SET DEFAULT 1",
            $"ALTER DOMAIN {type} DROP CONSTRAINT {type.Split('.')[^1]}_check{Cascade()}",
            $"ALTER TYPE {type} ADD VALUE '{Name("v")}'",
            $"ALTER TYPE {type} RENAME TO {Name("y")}",
            $"ALTER TYPE {type} ADD ATTRIBUTE {Name("a")} integer{Cascade()}",
            $"ALTER TYPE {type} ALTER ATTRIBUTE x TYPE bigint{Cascade()}",
            $"DROP TYPE {type}{Cascade()}",
            $"DROP DOMAIN {type}{Cascade()}",
            $"CREATE DOMAIN {Name("d")} AS {type} CHECK (VALUE IS NOT NULL)",
            $"DROP FUNCTION {Pick(["touch", "stamp", "roll", "fixed", "describe", "is_fine"])}{Cascade()}",
        ]);
    }

    private string Name(string prefix) => $"{prefix}{(_names++).ToString(CultureInfo.InvariantCulture)}";

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
}
