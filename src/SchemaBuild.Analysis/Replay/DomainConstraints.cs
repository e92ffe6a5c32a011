using System.Collections.Immutable;
using SchemaBuild.Analysis.Catalog;

namespace SchemaBuild.Analysis.Replay;

/// <summary>Names of the constraints of domains.</summary>
internal static class DomainConstraints
{
    /// <summary>The name that is given, or the next free one of <c>domain_check</c>, <c>domain_check1</c> …</summary>
    public static string NameOf(PgQuery.Nodes.Constraint constraint, string domain, ImmutableArray<DomainConstraint> taken)
    {
        return constraint.Conname.Length > 0 ? Identifier.Truncate(constraint.Conname) : NameOf(domain, taken);
    }

    /// <summary>The next free one of those names.</summary>
    public static string NameOf(string domain, ImmutableArray<DomainConstraint> taken)
    {
        for (var number = 0; ; number++)
        {
            var name = Identifier.MakeObjectName(domain, null, number == 0 ? "check" : $"check{number}");
            if (!taken.Any(other => other.Name == name)) return name;
        }
    }
}
