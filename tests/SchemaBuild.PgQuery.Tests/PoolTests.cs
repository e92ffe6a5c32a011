namespace SchemaBuild.PgQuery.Tests;

/// <summary>Alone, because it looks at the memory of the process.</summary>
[Collection(nameof(PoolTests))]
[CollectionDefinition(nameof(PoolTests), DisableParallelization = true)]
public sealed class PoolTests
{
    private const long Mebibyte = 1024 * 1024;

    [Fact]
    public void Many_threads_parse_at_once()
    {
        var statements = new int[8];
        var threads = Enumerable.Range(0, statements.Length).Select(index => new Thread(() =>
        {
            for (var turn = 0; turn < 500; turn++)
            {
                statements[index] += PgQueryParser.Parse($"SELECT {index}; UPDATE t SET x = {turn}").Stmts.Count;
                if (turn % 100 == index)
                    Assert.ThrowsAny<PgQueryException>(() => PgQueryParser.Parse("SELECT ("));
            }
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();

        Assert.All(statements, count => Assert.Equal(1000, count));
    }

    [Fact]
    public void Thousands_of_parses_leave_the_memory_where_it_was()
    {
        var grown = Growth(
            () =>
            {
                PgQueryParser.Parse("CREATE TABLE t (id bigint PRIMARY KEY, name text NOT NULL DEFAULT 'x')");
                PgQueryParser.ParsePlPgSql("DO $$ BEGIN PERFORM 1; END $$");
                Assert.ThrowsAny<PgQueryException>(() => PgQueryParser.Parse("CREATE TABLE ("));
            },
            5_000);

        Assert.InRange(grown, long.MinValue, 16 * Mebibyte);
    }

    [Fact]
    public void An_instance_whose_stack_ran_out_is_thrown_away_with_its_memory()
    {
        // On a small stack the first attempt fails inside the parser, every time.
        var deep = "SELECT " + HostileInputTests.Repeat("1+", 4_000) + "1";
        var grown = Growth(
            () =>
            {
                var thread = new Thread(() => PgQueryParser.Parse(deep), 160 * 1024);
                thread.Start();
                thread.Join();
            },
            100);

        // Each holds more than a mebibyte.
        Assert.InRange(grown, long.MinValue, 64 * Mebibyte);
    }

    [Fact]
    public void The_memory_of_a_large_text_is_given_back()
    {
        var large = "SELECT 1" + HostileInputTests.Repeat(", 1", 200_000);
        PgQueryParser.Fingerprint("SELECT 1");
        var before = Settled();
        PgQueryParser.Fingerprint(large);

        Assert.InRange(Settled() - before, long.MinValue, 32 * Mebibyte);
    }

    private static long Growth(Action action, int times)
    {
        action();
        var before = Settled();
        for (var turn = 0; turn < times; turn++)
            action();
        return Settled() - before;
    }

    private static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return Environment.WorkingSet;
    }
}
