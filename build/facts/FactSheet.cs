using SchemaBuild.Testing;

namespace SchemaBuild.Facts;

/// <summary>One file of facts: where it is kept, and how a live server tells it.</summary>
/// <param name="File">Below the repository root.</param>
/// <param name="ReadAsync">Reads the rows from a database of its own.</param>
internal sealed record FactSheet(string File, Func<TestDatabase, Task<FactRows>> ReadAsync)
{
    private const string Data = "src/SchemaBuild.Analysis/ServerFacts/Data";
    private const string TestData = "tests/SchemaBuild.Analysis.Tests/ServerFacts/Data";

    public static IReadOnlyList<FactSheet> All { get; } =
    [
        .. Directory.EnumerateFiles(RepositoryRoot.Combine("build/facts/queries"), "*.sql").Order(StringComparer.Ordinal).Select(query =>
            new FactSheet($"{Data}/{Path.GetFileNameWithoutExtension(query)}.tsv", database => CatalogueQuery.RunAsync(database, query))),
        new FactSheet($"{TestData}/inside-transaction.tsv", TransactionVerdicts.InsideAsync),
        new FactSheet($"{TestData}/outside-transaction.tsv", TransactionVerdicts.OutsideAsync),
    ];

    public override string ToString() => Path.GetFileNameWithoutExtension(File);
}

/// <summary>What one server says.</summary>
/// <param name="Columns">Their names.</param>
/// <param name="Rows">Cells joined by tabs; NULL is empty.</param>
internal sealed record FactRows(IReadOnlyList<string> Columns, IReadOnlyList<string> Rows);
