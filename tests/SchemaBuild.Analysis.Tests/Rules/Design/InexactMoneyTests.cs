using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Design;

public sealed class InexactMoneyTests() : RuleTest(new InexactMoney())
{
    [Theory]
    [InlineData("CREATE TABLE orders ([|total|] money);")]
    [InlineData("CREATE TABLE orders ([|unit_price|] double precision);")]
    [InlineData("CREATE TABLE orders ([|fees|] real);")]
    public void Found_for_amounts(string sql) => Finds(sql);

    [Theory]
    [InlineData("CREATE TABLE orders (unit_price numeric(12, 2), weight double precision, pricey real);")]
    public void Silent_for_exact_and_for_other_numbers(string sql) => Silent(sql);
}
