namespace SchemaBuild.Analysis.ServerFacts;

/// <summary>A function or an operator; several may share the name.</summary>
/// <param name="Name">Without schema.</param>
/// <param name="Arguments">Names of the types of the input arguments or operands.</param>
/// <param name="Result">Name of a type.</param>
/// <param name="Volatility">As declared, for an operator of the function behind it.</param>
/// <param name="ConvertsToText">
/// Whether it is SQL that converts its polymorphic argument to text. PostgreSQL inlines it, and then only the volatility of that conversion counts:
/// <c>text || integer</c> is declared stable and is immutable in an index or a generated column.
/// </param>
internal abstract record Overload(string Name, string[] Arguments, string Result, Volatility Volatility, bool ConvertsToText);

/// <summary>A call with its overload chosen.</summary>
/// <param name="Overload">Null for a cast written as a call: <c>date('2026-01-01')</c>.</param>
/// <param name="Result">Name of the type of the value; polymorphic types are replaced by those of the arguments.</param>
/// <param name="Volatility">The worst of the overload and of the conversions of the arguments to its types.</param>
internal sealed record ResolvedCall(Overload? Overload, string Result, Volatility Volatility);
