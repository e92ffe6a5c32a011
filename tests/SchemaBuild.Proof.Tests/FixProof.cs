using System.Globalization;
using System.Text;
using SchemaBuild.Analysis;
using SchemaBuild.Testing;

namespace SchemaBuild.Proof;

/// <summary>
/// Each fix of <c>Fixes/</c> mends its finding and no new error comes, the fixed files run on a live server of each major, the schema is the same in the end as after
/// the files as they were, and a second fix changes nothing.
/// </summary>
public sealed class FixProof
{
    private const string CaseMark = "--- case: ";
    private const string FixesMark = "--- fixes: ";
    private const string Separator = "--- next migration\n";

    // Names, definitions, states: whatever a later migration could tell apart.
    private static readonly string[] Catalogues =
    [
        """
        SELECT 'column', c.relkind::text, c.relname, a.attnum::text, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull::text, pg_get_expr(d.adbin, d.adrelid)
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relnamespace = 'SCHEMA'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY c.relname, a.attnum
        """,
        """
        SELECT 'constraint', conrelid::regclass::text, conname, contype::text, convalidated::text, condeferrable::text, connoinherit::text, coninhcount::text, conislocal::text, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'SCHEMA'::regnamespace ORDER BY conrelid::regclass::text, conname, contype
        """,
        """
        SELECT 'index', c.relname, pg_get_indexdef(i.indexrelid), i.indisvalid::text, i.indisready::text, i.indisprimary::text, i.indimmediate::text, i.indisunique::text, c.reloptions::text
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relnamespace = 'SCHEMA'::regnamespace ORDER BY c.relname
        """,
        "SELECT 'inherits', inhrelid::regclass::text, inhparent::regclass::text FROM pg_inherits WHERE inhrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'SCHEMA'::regnamespace) ORDER BY 2, 3",
    ];

    private const int CorporaMajor = 15;

    public static TheoryData<string> CorpusNames => Corpora.Names;

    public static TheoryData<int> Majors { get; } = PostgresServer.Majors;

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Fixes_run_and_give_the_same_schema(int major)
    {
        var server = await PostgresServer.GetAsync(major);
        await using var database = await server.CreateDatabaseAsync();
        var faults = new StringBuilder();
        var number = 0;
        foreach (var proof in Cases())
        {
            // The forms for the oldest server must run on each; those for the newest where they can.
            foreach (var target in new[] { AnalysisOptions.OldestVersion, major }.Distinct())
            {
                number++;
                var fault = await ProveAsync(database, proof, target, $"was_{number}", $"now_{number}");
                if (fault is not null) faults.Append(CultureInfo.InvariantCulture, $"{proof.Name} (for {target}): {fault}\n");
            }
        }

        Assert.True(faults.Length == 0, $"PostgreSQL {major}:\n{faults}");
        Assert.True(number >= 30);
    }

    /// <summary>The one fix that changes a type; the values that the column takes are the same.</summary>
    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Text_with_a_check_takes_what_the_limited_type_takes(int major)
    {
        const string Sql = """CREATE TABLE users (id bigint PRIMARY KEY, "Naïve" varchar(3) NOT NULL DEFAULT 'a', code character varying(2), tags varchar[]);""";
        var input = new MigrationInput("001_users.sql", "001_users.sql", Encoding.UTF8.GetBytes(Sql));
        var result = MigrationFixer.Fix([input], new AnalysisOptions { PostgresVersion = major, Mode = AnalysisMode.Strict }, finding => finding.Rule.Code == "SB5062", cancellationToken: TestContext.Current.CancellationToken);
        var fixedSql = Encoding.UTF8.GetString(Assert.Single(result.Changes).After.Span);
        Assert.Equal("""CREATE TABLE users (id bigint PRIMARY KEY, "Naïve" text NOT NULL DEFAULT 'a' CONSTRAINT "users_Naïve_length" CHECK (char_length("Naïve") <= 3), code text CONSTRAINT users_code_length CHECK (char_length(code) <= 2), tags varchar[]);""", fixedSql);

        var server = await PostgresServer.GetAsync(major);
        await using var database = await server.CreateDatabaseAsync();
        await database.ExecuteAsync(fixedSql);
        await database.ExecuteAsync("INSERT INTO users VALUES (1, 'öäü', 'ab')");
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => database.ExecuteAsync("INSERT INTO users VALUES (2, 'öäüß', 'ab')"));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => database.ExecuteAsync("INSERT INTO users VALUES (3, 'a', 'abc')"));
    }

    /// <summary>What <c>schema-lint rules</c> marks is what is proved here.</summary>
    [Fact]
    public void Every_rule_with_a_fix_is_proved() => Assert.Equal(
        RuleCatalog.All.Where(rule => rule is { HasFix: true, DefaultSeverity: Severity.Error or Severity.Warning }).Select(rule => rule.Code),
        Cases().SelectMany(proof => proof.Codes.Split(' ')).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(CorpusNames))]
    public async Task A_fixed_history_leaves_the_same_schema(string name)
    {
        var corpus = Corpora.Get(name);
        var prelude = corpus.Prelude is { } path ? new MigrationInput("0_prelude.sql", "0_prelude.sql", await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken)) : null;
        MigrationInput[] files = [.. corpus.Files.Select(file => new MigrationInput(Path.GetFileName(file), Path.GetFileName(file), File.ReadAllBytes(file)))];
        if (prelude is not null) files = [prelude, .. files];

        var options = new AnalysisOptions { PostgresVersion = CorporaMajor };
        var result = MigrationFixer.Fix(files, options, finding => finding.File != prelude?.Path, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Contains(result.Outcomes, outcome => outcome.IsFixed);
        Assert.DoesNotContain(result.After.Findings, finding => finding.Rule.Code == "SB0001");
        Assert.Equal("", Left(result));
        var again = MigrationFixer.Fix(result.Files, options, finding => finding.File != prelude?.Path, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("", string.Join('\n', again.Outcomes.Where(outcome => outcome.IsFixed).Select(outcome => $"{outcome.Finding.File}({outcome.Finding.Line}) {outcome.Finding.Rule.Code} is fixed once more")));
        Assert.Empty(again.Changes);
        var server = await PostgresServer.GetAsync(CorporaMajor);
        var (was, now) = (await SchemaAfterPsqlAsync(server, files), await SchemaAfterPsqlAsync(server, result.Files));
        Assert.True(was.SetEquals(now), $"  was: {string.Join("\n  was: ", was.Except(now))}\n  now: {string.Join("\n  now: ", now.Except(was))}");
    }

    /// <summary>Errors that were fixed and are there all the same. A file that could not be split has warnings instead, of parts that run outside a transaction.</summary>
    private static string Left(FixResult result)
    {
        var faults = new StringBuilder();
        var left = result.After.Findings.Where(finding => finding is { Severity: Severity.Error, IsSuppressed: false }).ToLookup(finding => finding.Rule.Code);
        foreach (var (code, outcomes) in result.Outcomes.GroupBy(outcome => outcome.Finding.Rule.Code).Select(group => (group.Key, group.ToList())))
        {
            var open = outcomes.Count(outcome => !outcome.IsFixed);
            if (left[code].Count() > open) faults.Append(CultureInfo.InvariantCulture, $"{code}: {outcomes.Count} findings, {outcomes.Count - open} fixed, {left[code].Count()} left\n{string.Join('\n', left[code].Take(3).Select(finding => $"  {finding.File}({finding.Line}) {finding.Message}"))}\n");
        }

        return faults.ToString();
    }

    private static async Task<SortedSet<string>> SchemaAfterPsqlAsync(PostgresServer server, IReadOnlyList<MigrationInput> files)
    {
        await using var database = await server.CreateDatabaseAsync();
        using var scratch = new ScratchFolder();
        var script = new StringBuilder();
        foreach (var migration in MigrationAnalyzer.Analyze(files, cancellationToken: TestContext.Current.CancellationToken).Migrations)
            script.Append(CultureInfo.InvariantCulture, $"\\i '{scratch.Write(migration.Up.RelativePath, migration.Up.Text)}'\nRESET ALL;\n");
        await database.RunPsqlAsync(scratch.Write("all.psql", script.ToString()));
        return await CatalogSnapshot.OfServerAsync(database);
    }

    private static async Task<string?> ProveAsync(TestDatabase database, FixCase proof, int target, string was, string now)
    {
        var options = new AnalysisOptions { PostgresVersion = target };
        var inputs = proof.Inputs(now);
        var result = MigrationFixer.Fix(inputs, options, cancellationToken: TestContext.Current.CancellationToken);
        var made = string.Join(' ', result.Outcomes.Where(outcome => outcome.IsFixed).Select(outcome => outcome.Finding.Rule.Code));
        if (made != proof.Codes) return $"fixes '{made}', expected '{proof.Codes}': {string.Join("; ", result.Outcomes.Select(outcome => $"{outcome.Finding.Rule.Code} {outcome.Explanation}"))}";
        var errors = result.After.Findings.Where(finding => finding.Severity == Severity.Error).ToList();
        if (errors.Count > 0) return $"leaves {errors[0].Rule.Code} {errors[0].Message}\n{Text(result.Files)}";

        var again = MigrationFixer.Fix(result.Files, options, cancellationToken: TestContext.Current.CancellationToken);
        if (again.Changes.Count > 0) return $"a second fix changes {again.Changes[0].Path}\n{Text(result.Files)}";

        try
        {
            var expected = await SchemaAfterAsync(database, was, proof.Inputs(was));
            var actual = await SchemaAfterAsync(database, now, result.Files);
            return expected == actual ? null : $"another schema\n{Difference(expected, actual)}{Text(result.Files)}";
        }
        catch (Npgsql.PostgresException failure)
        {
            return $"fails: {failure.MessageText}\n{Text(result.Files)}";
        }
    }

    /// <summary>Executes the files as the runner does, each step in its transaction or alone.</summary>
    private static async Task<string> SchemaAfterAsync(TestDatabase database, string schema, IReadOnlyList<MigrationInput> files)
    {
        await database.ExecuteAsync($"CREATE SCHEMA {schema}");
        await using var connection = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        foreach (var migration in MigrationAnalyzer.Analyze(files, cancellationToken: TestContext.Current.CancellationToken).Migrations)
        {
            Assert.Null(migration.Up.Error);
            await ExecuteAsync($"RESET ALL; SET search_path = {schema}");
            foreach (var segment in migration.Up.Steps.GroupBy(step => step.Segment))
            {
                if (!segment.First().RunsAlone) await ExecuteAsync("BEGIN");
                foreach (var step in segment) await ExecuteAsync(migration.Up.Text.Substring(step.Start, step.Length));
                if (!segment.First().RunsAlone) await ExecuteAsync("COMMIT");
            }
        }

        var lines = new StringBuilder();
        foreach (var catalogue in Catalogues)
            foreach (var row in await database.RowsAsync($"SET search_path = {schema}; {catalogue.Replace("SCHEMA", schema, StringComparison.Ordinal)}")) lines.Append(row).Append('\n');
        return lines.ToString().Replace(schema, "", StringComparison.Ordinal);

        async Task ExecuteAsync(string sql)
        {
            await using var command = new Npgsql.NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }

    private static string Text(IEnumerable<MigrationInput> files) => string.Concat(files.Select(file => $"-- {file.Path}\n{Encoding.UTF8.GetString(file.Content.Span)}\n"));

    private static string Difference(string expected, string actual) => string.Concat(
        expected.Split('\n').Except(actual.Split('\n')).Select(line => $"  was: {line}\n").Concat(actual.Split('\n').Except(expected.Split('\n')).Select(line => $"  now: {line}\n")));

    private static IEnumerable<FixCase> Cases()
    {
        foreach (var path in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Fixes"), "*.sql").Order(StringComparer.Ordinal))
        {
            foreach (var part in File.ReadAllText(path).ReplaceLineEndings("\n").Split(CaseMark, StringSplitOptions.RemoveEmptyEntries))
            {
                var lines = part.Split('\n', 3);
                yield return new FixCase(lines[0], lines[1][FixesMark.Length..], lines[2].TrimEnd('\n').Split(Separator));
            }
        }
    }

    /// <param name="Name">What it shows.</param>
    /// <param name="Codes">What is mended, in the order of the findings.</param>
    /// <param name="Migrations">The files before.</param>
    private sealed record FixCase(string Name, string Codes, string[] Migrations)
    {
        public MigrationInput[] Inputs(string schema) =>
        [
            .. Migrations.Select((sql, i) =>
            {
                var name = $"{i + 1:D3}_step.sql";
                return new MigrationInput("migrations/" + name, name, Encoding.UTF8.GetBytes(sql.Replace("%schema%", schema, StringComparison.Ordinal)));
            }),
        ];
    }
}
