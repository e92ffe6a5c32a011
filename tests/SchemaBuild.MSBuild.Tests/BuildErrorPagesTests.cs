using SchemaBuild.Analysis;
using SchemaBuild.Testing;

namespace SchemaBuild.MSBuild.Tests;

public sealed class BuildErrorPagesTests
{
    public static TheoryData<string> Codes { get; } = [.. Errors().Select(error => error.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Each_build_error_has_a_page_that_names_it(string code)
    {
        var error = Errors().Single(error => error.Code == code);
        var lines = File.ReadAllLines(RepositoryRoot.Combine("docs", "rules", $"{code}.md"));
        Assert.Equal($"# {error.Code}: {error.Title}", lines[0]);
        Assert.StartsWith($"`{error.Name}`, {error.DefaultSeverity.ToString().ToLowerInvariant()} by default.", lines[2], StringComparison.Ordinal);
    }

    private static IEnumerable<RuleDescriptor> Errors() =>
        BuildRules.All;
}
