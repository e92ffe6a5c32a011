using System.Globalization;
using System.Numerics;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Sources;

namespace SchemaBuild.Analysis.Rules;

/// <summary>The header's version is not the file name's.</summary>
internal sealed class ContradictingHeader : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB0005", "contradicting-header", Severity.Error, "The header's Version contradicts the file name");

    public override void Judge(MigrationFile file, FindingSink findings)
    {
        if (file.Header.Version is not { } version || file.Name is null) return;
        if (BigInteger.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number == file.Name.Number) return;
        var end = file.Source.Bytes.AsSpan(file.Header.VersionOffset).IndexOf((byte)'\n');
        findings.Add(
            file,
            file.Header.VersionOffset,
            end < 0 ? file.Source.Bytes.Length : file.Header.VersionOffset + end,
            $"The header says version {version}, the file name {file.Name.Version}. The file name counts: correct the header or rename the file.");
    }
}
