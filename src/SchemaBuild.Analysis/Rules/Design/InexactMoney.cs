using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>Amounts in money or in binary fractions.</summary>
internal sealed class InexactMoney : NewColumnRule
{
    private static readonly HashSet<string> Amounts = ["amount", "price", "cost", "balance", "fee", "salary", "revenue", "payment", "refund", "tax", "discount", "subtotal"];

    public override RuleDescriptor Descriptor { get; } = new("SB5065", "inexact-money", Severity.Suggestion, "An amount of money is stored in a type that loses some of it");

    protected override bool Applies(NewColumn column, AnalyzedStatement statement) => IsBuiltIn(column.Column, "money") || (IsBuiltIn(column.Column, "float4", "float8") && IsAmount(column.Column.Name));

    protected override string Message(string theyAre, IReadOnlyList<NewColumn> columns) =>
        (IsBuiltIn(columns[0].Column, "money") ? $"{theyAre} money: its currency and its decimals are those of the server's lc_monetary, so a restore elsewhere changes what the values mean. Write numeric, and the currency in a column of its own." : $"{theyAre} {Types(columns)}, which has no exact tenth or hundredth, so sums come out wrong by cents. Write numeric.");

    private static bool IsAmount(string name) => name.Split('_').Any(word => Amounts.Contains(word) || (word.EndsWith('s') && Amounts.Contains(word[..^1])));
}
