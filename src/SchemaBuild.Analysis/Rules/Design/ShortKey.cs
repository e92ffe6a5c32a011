using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A key counts up in a type that it may fill.</summary>
internal sealed class ShortKey : NewColumnRule
{
    public override RuleDescriptor Descriptor { get; } = new("SB5060", "short-key", Severity.Suggestion, "A key that counts up is smaller than bigint");

    protected override bool Applies(NewColumn column, AnalyzedStatement statement) => IsBuiltIn(column.Column, "int2", "int4") && (column.Sequence is not null || (column.IsPrimaryKey && (IsBuiltIn(column.Column, "int4") || column.Column.Name == "id") && !IsReference(column)));

    protected override string Message(string theyAre, IReadOnlyList<NewColumn> columns) =>
        $"{theyAre} {Types(columns)}, which ends at {(IsBuiltIn(columns[0].Column, "int2") ? "32 thousand" : "2.1 billion")}: then every INSERT fails, and making it bigint rewrites the table and all that refers to it. Write bigint.";

    /// <summary>A key that is another table's is as wide as that one.</summary>
    private static bool IsReference(NewColumn column) => column.Table.Constraints.Any(constraint => constraint.Kind == ConstraintKind.ForeignKey && constraint.Columns is [var only] && only == column.Column.Number);
}
