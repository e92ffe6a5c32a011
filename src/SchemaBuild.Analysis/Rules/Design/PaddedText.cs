using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>char(n) stores blanks.</summary>
internal sealed class PaddedText : NewColumnRule
{
    public override RuleDescriptor Descriptor { get; } = new("SB5063", "padded-text", Severity.Suggestion, "A column pads its text with blanks");

    protected override bool Applies(NewColumn column, AnalyzedStatement statement) => IsBuiltIn(column.Column, "bpchar") && column.Column.Type.Modifier != TypeRef.None;

    protected override string Message(string theyAre, IReadOnlyList<NewColumn> columns) =>
        $"{theyAre} {Types(columns)}: shorter values are stored with blanks at the end, which comparisons ignore and LIKE does not. Write text.";
}
