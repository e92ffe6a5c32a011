using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>An extension that only a superuser can create.</summary>
/// <remarks>https://www.postgresql.org/docs/current/contrib.html; the list is compared with the servers by its test.</remarks>
internal sealed class UntrustedExtension : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB7005", "untrusted-extension", Severity.Warning, "An extension needs a superuser");

    /// <summary>Of those that come with PostgreSQL.</summary>
    internal static readonly HashSet<string> Names =
    [
        "amcheck", "autoinc", "bloom", "dblink", "dict_xsyn", "earthdistance", "file_fdw", "insert_username", "moddatetime", "pageinspect", "pg_buffercache", "pg_freespacemap", "pg_prewarm",
        "pg_stat_statements", "pg_surgery", "pg_visibility", "pg_walinspect", "pgrowlocks", "pgstattuple", "postgres_fdw", "refint", "sslinfo", "xml2",
    ];

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var (before, extension) in statement.Changes<Extension>())
        {
            if (before is not null || !Names.Contains(extension.Name.Name)) continue;
            findings.Add(
                statement.Statement,
                $"{extension.Name.Name} is not a trusted extension: only a superuser can create it, so a migration under the application's role fails here with 42501. "
                + "Let who administers the server create it once, and keep CREATE EXTENSION out of the migrations.");
        }
    }
}
