using SchemaBuild.Analysis.Judging;

namespace SchemaBuild.Analysis;

/// <summary>All rules.</summary>
public static class RuleCatalog
{
    /// <summary>In the order of their codes.</summary>
    public static IReadOnlyList<RuleDescriptor> All { get; } = [.. RuleSet.All.Select(rule => rule.Descriptor).OrderBy(rule => rule.Code, StringComparer.Ordinal)];

    /// <summary>Finds a rule by code or name, in any case; null if there is none.</summary>
    public static RuleDescriptor? Find(string codeOrName) =>
        All.FirstOrDefault(rule => rule.Code.Equals(codeOrName, StringComparison.OrdinalIgnoreCase) || rule.Name.Equals(codeOrName, StringComparison.OrdinalIgnoreCase));
}
