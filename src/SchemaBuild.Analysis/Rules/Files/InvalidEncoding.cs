using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Sources;

namespace SchemaBuild.Analysis.Rules;

/// <summary>The file is not UTF-8 text.</summary>
internal sealed class InvalidEncoding : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB0002", "invalid-encoding", Severity.Error, "The file is not UTF-8 text");

    public override void Judge(MigrationFile file, FindingSink findings)
    {
        if (file.Source.Error is { } error) findings.Add(file, error.Offset, error.Offset + 1, error.Message);
    }
}
