using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A right goes to PUBLIC: every role that exists now or ever will.</summary>
internal sealed class GrantToPublic : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB6002", "grant-to-public", Severity.Warning, "Everybody is given a right");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var grant in statement.Effects.Privileges)
        {
            if (!grant.Grantees.Contains(PrivilegeEffect.Public) || IsDefault(grant)) continue;
            var rights = grant.IsAll ? "ALL" : string.Join(", ", grant.Privileges);
            var objects = grant.IsForFutureObjects ? "objects that are made later" : string.Join(", ", grant.Objects);
            findings.Add(
                statement.Statement,
                $"{rights} on {objects} is given to PUBLIC: to every role of the server that can connect, those that are made later included. Grant it to the role that needs it.");
        }
    }

    /// <summary>What PUBLIC has from the beginning, https://www.postgresql.org/docs/current/ddl-priv.html#PRIVILEGES-SUMMARY-TABLE.</summary>
    private static bool IsDefault(PrivilegeEffect grant) => grant.Kind switch
    {
        ObjectType.OBJECT_FUNCTION or ObjectType.OBJECT_PROCEDURE or ObjectType.OBJECT_ROUTINE or ObjectType.OBJECT_TYPE or ObjectType.OBJECT_DOMAIN or ObjectType.OBJECT_LANGUAGE => true,
        ObjectType.OBJECT_SCHEMA => !grant.IsAll && grant is { Privileges: ["USAGE"], Objects: ["public"] },
        ObjectType.OBJECT_DATABASE => !grant.IsAll && grant.Privileges.All(right => right is "CONNECT" or "TEMPORARY" or "TEMP"),
        _ => false,
    };
}
