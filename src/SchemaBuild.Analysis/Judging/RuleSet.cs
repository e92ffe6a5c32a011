namespace SchemaBuild.Analysis.Judging;

/// <summary>All rules, in the order in which they judge: by code, those about the others last.</summary>
internal static partial class RuleSet
{
    public static IReadOnlyList<Rule> All { get; } = [.. Create().OrderBy(rule => rule.JudgesLast).ThenBy(rule => rule.Descriptor.Code, StringComparer.Ordinal)];

    private static partial Rule[] Create();
}
