using SchemaBuild.Analysis.Judging;

namespace SchemaBuild.Analysis.Rules;

/// <summary>schema-stats.json cannot be read.</summary>
/// <remarks>It is no migration, so the analysis reports it where it reads the file.</remarks>
internal sealed class InvalidStats : Rule
{
    public static RuleDescriptor Rule { get; } = new("SB0020", "invalid-stats", Severity.Error, "The file of table sizes cannot be understood");

    public override RuleDescriptor Descriptor => Rule;
}
