namespace SchemaBuild.Analysis.Judging;

/// <summary>All rules, ordered by code.</summary>
internal static partial class RuleSet
{
    public static IReadOnlyList<Rule> All { get; } = [.. Create().OrderBy(rule => rule.Descriptor.Code, StringComparer.Ordinal)];

    private static partial Rule[] Create();
}
