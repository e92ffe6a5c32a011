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

    protected override string Message(string theyAre, IReadOnlyList<NewColumn> columns) =>
        $"{theyAre} {Types(columns)}. The limit saves nothing, and lowering it later rewrites the table. Write text, and where the limit means something CHECK (char_length({Identifier.Quote(columns[0].Column.Name)}) <= {columns[0].Column.Type.Modifier}){(columns.Count == 1 ? "" : " and so on")}, which can be changed without a rewrite.";
}
