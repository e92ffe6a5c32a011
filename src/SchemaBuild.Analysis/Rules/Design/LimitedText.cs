using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Fixes;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A length is part of a type, where a CHECK would do.</summary>
internal sealed class LimitedText : NewColumnRule
{
    public override RuleDescriptor Descriptor { get; } = new("SB5062", "limited-text", Severity.Suggestion, "A column holds text of limited length") { HasFix = true };

    protected override bool Applies(NewColumn column, AnalyzedStatement statement) => IsBuiltIn(column.Column, "varchar") && column.Column.Type.Modifier != TypeRef.None;

    protected override Remedy? RemedyOf(AnalyzedStatement statement, IReadOnlyList<NewColumn> columns) => new("Write text and a CHECK of the length.")
    {
        Rewrite = () => Rewrites.TextWithCheck(statement.Statement, columns.Select(column => (NewColumns.DefinitionOf(statement, column.Column.Name)!, column.Column.Type.Modifier))),
    };

    protected override string Message(string subject, bool isOne, NewColumn first) =>
        $"{subject} {(isOne ? "is" : "are")} {first.Column.Type}. The limit saves nothing, and lowering it later rewrites the table. Write text, and where the limit means something CHECK (char_length({Identifier.Quote(first.Column.Name)}) <= {first.Column.Type.Modifier}), which can be changed without a rewrite.";
}
