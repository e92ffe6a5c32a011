using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.PgQuery;

/// <summary>The raw parse tree of a text.</summary>
public sealed class ParseResult
{
    internal ParseResult(int version, IReadOnlyList<RawStmt> stmts)
    {
        Version = version;
        Stmts = stmts;
    }

    /// <summary>The version of PostgreSQL whose grammar was used, as in <c>server_version_num</c>: 180004 is 18.4.</summary>
    public int Version { get; }

    /// <summary>The statements in the order of the text.</summary>
    public IReadOnlyList<RawStmt> Stmts { get; }
}
