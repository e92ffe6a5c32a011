using System.Text;

namespace SchemaBuild.PgQuery.Tests;

/// <summary>Whatever the text: a result or an error with a code, and the next parse works.</summary>
public sealed class HostileInputTests
{
    private static readonly Dictionary<string, (string Sql, PgQueryError Code)> RefusedTexts = new()
    {
        ["a string without end"] = ("SELECT 'abc", PgQueryError.Syntax),
        ["a dollar quote without end"] = ("SELECT $tag$ abc $tog$", PgQueryError.Syntax),
        ["a comment without end"] = ("SELECT 1 /* abc /* def */", PgQueryError.Syntax),
        ["a quoted name without end"] = ("SELECT \"abc", PgQueryError.Syntax),
        ["a command of psql"] = ("SELECT ''; \\d users", PgQueryError.Syntax),
        ["an escape that is not UTF-8"] = ("SELECT E'\\xff'", PgQueryError.Syntax),
        ["a NUL character"] = ("SELECT '\0'", PgQueryError.NulByte),
        ["half of a surrogate pair"] = ("SELECT '\ud83d'", PgQueryError.InvalidEncoding),
        ["20,000 parentheses"] = ("SELECT " + new string('(', 20_000) + "1" + new string(')', 20_000), PgQueryError.StackDepth),
        ["a million parentheses"] = ("SELECT " + new string('(', 1_000_000), PgQueryError.StackDepth),
        ["100,000 NOT"] = ("SELECT " + Repeat("NOT ", 100_000) + "true", PgQueryError.StackDepth),
        ["100,000 CASE"] = ("SELECT " + Repeat("CASE WHEN true THEN ", 100_000) + "1", PgQueryError.StackDepth),
        ["100,000 calls"] = ("SELECT " + Repeat("f(", 100_000) + "1", PgQueryError.StackDepth),
        ["20,000 additions"] = ("SELECT " + Repeat("1+", 20_000) + "1", PgQueryError.StackDepth),
        ["a million additions"] = ("SELECT " + Repeat("1+", 1_000_000) + "1", PgQueryError.StackDepth),
        ["100,000 concatenations"] = ("SELECT " + Repeat("'a'||", 100_000) + "'b'", PgQueryError.StackDepth),
        ["100,000 UNION"] = (Repeat("SELECT 1 UNION ALL ", 100_000) + "SELECT 1", PgQueryError.StackDepth),
        ["100,000 casts"] = ("SELECT a" + Repeat("::int", 100_000), PgQueryError.StackDepth),
        ["100,000 joins"] = ("SELECT * FROM a" + Repeat(" JOIN b ON true", 100_000), PgQueryError.StackDepth),
        ["a million emoji"] = (Repeat("\ud83d\ude00", 1_000_000) + ")", PgQueryError.Syntax),
        ["control characters"] = (new string('\u0001', 100_000), PgQueryError.Syntax),
    };

    private static readonly Dictionary<string, (string Sql, int Statements)> AcceptedTexts = new()
    {
        ["4,000 parentheses"] = ("SELECT " + new string('(', 4_000) + "1" + new string(')', 4_000), 1),
        ["4,000 additions"] = ("SELECT " + Repeat("1+", 4_000) + "1", 1),
        ["5,000 UNION"] = (Repeat("SELECT 1 UNION ALL ", 5_000) + "SELECT 1", 1),
        ["a million AND"] = ("SELECT true" + Repeat(" AND true", 1_000_000), 1),
        ["a million columns"] = ("SELECT 1" + Repeat(", 1", 1_000_000), 1),
        ["a string of 10 MB"] = ("SELECT '" + new string('x', 10_000_000) + "'", 1),
        ["a comment of 10 MB"] = ("/*" + new string('x', 10_000_000) + "*/", 0),
        ["100,000 statements"] = (Repeat("SELECT 1;", 100_000), 100_000),
        ["a million semicolons"] = (new string(';', 1_000_000), 0),
    };

    public static TheoryData<string> Refused => [.. RefusedTexts.Keys];

    public static TheoryData<string> Accepted => [.. AcceptedTexts.Keys];

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_hostile_text_is_refused_with_a_code(string name)
    {
        var (sql, code) = RefusedTexts[name];
        var error = Assert.Throws<PgQueryException>(() => PgQueryParser.Parse(sql));

        Assert.Equal(code, error.Code);
        Assert.NotEmpty(error.Message);
        Assert.Single(PgQueryParser.Parse("SELECT 1").Stmts);
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public void A_large_or_deep_text_that_is_sql_is_parsed(string name)
    {
        var (sql, statements) = AcceptedTexts[name];

        Assert.Equal(statements, PgQueryParser.Parse(sql).Stmts.Count);
        Assert.Single(PgQueryParser.Parse("SELECT 1").Stmts);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Every_other_operation_survives_it_too(string name)
    {
        var (sql, code) = RefusedTexts[name];
        // Tokens can be had of what is no statement, and a fingerprint looks only so deep: a result is as good as an error.
        foreach (var operation in (Action[])[() => PgQueryParser.Scan(sql), () => PgQueryParser.Normalize(sql), () => PgQueryParser.Fingerprint(sql), () => PgQueryParser.ParsePlPgSql(sql)])
        {
            if (Record.Exception(operation) is { } error)
                Assert.Contains(Assert.IsType<PgQueryException>(error).Code, (PgQueryError[])[code, PgQueryError.Syntax]);
        }
        Assert.Equal("SELECT $1", PgQueryParser.Normalize("SELECT 1"));
    }

    [Fact]
    public void Invalid_utf8_is_refused_where_it_is()
    {
        byte[][] endings = [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC0, 0x80]];
        foreach (var ending in endings)
        {
            var error = Assert.Throws<PgQueryException>(() => PgQueryParser.Parse([.. "SELECT 'é"u8, .. ending]));

            Assert.Equal((PgQueryError.InvalidEncoding, "SELECT 'é"u8.Length), (error.Code, error.Position));
            Assert.Single(PgQueryParser.Parse("SELECT 1"u8).Stmts);
        }
    }

    [Fact]
    public void A_nul_byte_is_refused_where_it_is()
    {
        var error = Assert.Throws<PgQueryException>(() => PgQueryParser.Parse("SELECT 1;\0DROP TABLE t"u8));

        Assert.Equal((PgQueryError.NulByte, 9), (error.Code, error.Position));
    }

    [Fact]
    public void A_text_beyond_the_parsers_memory_is_refused_before_it_is_copied()
    {
        var error = Assert.Throws<PgQueryException>(() => PgQueryParser.Parse(GC.AllocateUninitializedArray<byte>((1 << 29) + 1)));

        Assert.Equal(PgQueryError.InputTooLarge, error.Code);
    }

    [Theory]
    [InlineData("SELECT 1;")]
    [InlineData("SELECT 'a' || b, c::text FROM t WHERE d IN (1, 2, 3);")]
    [InlineData("x")]
    [InlineData("'")]
    [InlineData("--\n")]
    public void Fifty_megabytes_are_parsed_or_refused(string piece)
    {
        var sql = Encoding.UTF8.GetBytes(Repeat(piece, 50_000_000 / piece.Length));

        if (Record.Exception(() => PgQueryParser.Parse(sql)) is { } error)
            Assert.Contains(Assert.IsType<PgQueryException>(error).Code, (PgQueryError[])[PgQueryError.Syntax, PgQueryError.OutOfMemory]);
        Assert.Single(PgQueryParser.Parse("SELECT 1").Stmts);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(1024)]
    public void The_stack_of_the_calling_thread_makes_no_difference(int kibibytes)
    {
        var shallow = 0;
        var deep = 0;
        Exception? tooDeep = null;
        Exception? failure = null;
        var thread = new Thread(
            // An exception that leaves a thread would end the process.
            () => failure = Record.Exception(() =>
            {
                shallow = PgQueryParser.Parse("SELECT 1").Stmts.Count;
                deep = PgQueryParser.Parse("SELECT " + Repeat("1+", 4_000) + "1").Stmts.Count;
                tooDeep = Record.Exception(() => PgQueryParser.Parse("SELECT " + Repeat("1+", 500_000) + "1"));
            }),
            kibibytes * 1024);
        thread.Start();
        thread.Join();

        Assert.Null(failure);
        Assert.Equal((1, 1), (shallow, deep));
        Assert.Equal(PgQueryError.StackDepth, Assert.IsType<PgQueryException>(tooDeep).Code);
    }

    internal static string Repeat(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();
}
