using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Sources;

namespace SchemaBuild.Analysis.Rules;

/// <summary>The file name gives no version, so the file would never be applied.</summary>
internal sealed class InvalidFileName : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB0004", "invalid-file-name", Severity.Error, "The file name does not begin with a version");

    public override void Judge(MigrationFile file, FindingSink findings)
    {
        if (file.Name is null)
            findings.Add(file, 0, 0, $"{Path.GetFileName(file.RelativePath)} does not begin with a version, so it would never be applied. Name it for example 042_{Path.GetFileName(file.RelativePath)}.");
    }
}
