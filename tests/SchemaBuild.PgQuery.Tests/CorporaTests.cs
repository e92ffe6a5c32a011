using System.Text;
using SchemaBuild.Testing;

namespace SchemaBuild.PgQuery.Tests;

/// <summary>Real histories, every file of which a server has accepted.</summary>
public sealed class CorporaTests
{
    [Fact]
    public void Every_file_is_parsed_by_two_threads_into_statements_that_cover_it()
    {
        var files = Corpora.All().SelectMany(corpus => corpus.Files).ToArray();
        var failures = new List<string>();
        var threads = Enumerable.Range(0, 2).Select(_ => new Thread(() =>
        {
            foreach (var file in files)
            {
                if (Check(WithoutByteOrderMark(File.ReadAllBytes(file))) is { } failure)
                {
                    lock (failures)
                        failures.Add($"{file}: {failure}");
                }
            }
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();

        Assert.Empty(failures);
        Assert.InRange(files.Length, 2_000, int.MaxValue);
    }

    [Fact]
    public void Every_body_is_parsed_and_its_statements_are_sql()
    {
        var statements = 0;
        foreach (var file in Corpora.All().SelectMany(corpus => corpus.Files))
        {
            foreach (var function in PgQueryParser.ParsePlPgSql(Encoding.UTF8.GetString(WithoutByteOrderMark(File.ReadAllBytes(file)))))
            {
                foreach (var query in function.GetQueries())
                {
                    var text = query.Kind switch
                    {
                        PlPgSqlQueryKind.Statement => query.Text,
                        PlPgSqlQueryKind.Assignment => "SELECT " + query.Text[(query.Text.IndexOf('=', StringComparison.Ordinal) + 1)..],
                        _ => "SELECT " + query.Text,
                    };
                    statements += Assert.Single(PgQueryParser.Parse(text).Stmts).Stmt is null ? 0 : 1;
                }
            }
        }

        Assert.InRange(statements, 500, int.MaxValue);
    }

    /// <summary>Null if the statements, cut out by their locations, are the whole text but for semicolons, white space and comments.</summary>
    private static string? Check(byte[] utf8)
    {
        try
        {
            var tokens = PgQueryParser.Scan(utf8);
            var next = 0;
            var end = 0;
            foreach (var statement in PgQueryParser.Parse(utf8).Stmts)
            {
                if (statement.StmtLocation < end)
                    return $"statement at {statement.StmtLocation} overlaps the one before";
                if (OutsideStatements(utf8, tokens, ref next, statement.StmtLocation) is { } stray)
                    return stray;
                end = statement.StmtLen == 0 ? utf8.Length : statement.StmtLocation + statement.StmtLen;

                var alone = PgQueryParser.Parse(utf8.AsSpan(statement.StmtLocation, end - statement.StmtLocation)).Stmts;
                if (alone.Count != 1 || alone[0].Stmt!.GetType() != statement.Stmt!.GetType())
                    return $"the text cut out at {statement.StmtLocation} is not that statement";
                while (next < tokens.Count && tokens[next].End <= end)
                    next++;
            }
            return OutsideStatements(utf8, tokens, ref next, utf8.Length);
        }
        catch (PgQueryException exception)
        {
            return $"{exception.Message} at {exception.Position}";
        }
    }

    private static string? OutsideStatements(byte[] utf8, IReadOnlyList<ScanToken> tokens, ref int next, int end)
    {
        for (; next < tokens.Count && tokens[next].End <= end; next++)
        {
            if (tokens[next].Kind is not (ScanTokenKind.LineComment or ScanTokenKind.BlockComment) && utf8[tokens[next].Start] != ';')
                return $"the token at {tokens[next].Start} is in no statement";
        }
        return null;
    }

    private static byte[] WithoutByteOrderMark(byte[] bytes) => bytes is [0xEF, 0xBB, 0xBF, .. var rest] ? rest : bytes;
}
