namespace SchemaBuild.MSBuild.Tests.Packages;

/// <summary>Every setting about warnings does to a finding what it does to a warning of the C# compiler in the same file.</summary>
public sealed class SeverityTests(PackedFeed feed)
{
    private const string Ours = "SB3082";
    private const string Theirs = "CS0168";

    private static readonly (string Arguments, string GlobalConfig, string EditorConfig)[] Settings =
    [
        ("", "", ""),
        ("-p:NoWarn=CODE", "", "error"),
        ("-p:WarningsAsErrors=CODE", "", ""),
        ("-p:TreatWarningsAsErrors=true", "", ""),
        ("-p:TreatWarningsAsErrors=true -p:WarningsNotAsErrors=CODE", "", ""),
        ("-warnaserror", "", ""),
        ("-warnaserror:CODE", "", ""),
        ("", "error", ""),
        ("", "none", ""),
        ("", "none", "error"),
        ("", "error", "suggestion"),
        ("-p:TreatWarningsAsErrors=true", "", "suggestion"),
        ("-p:TreatWarningsAsErrors=true", "", "warning"),
        ("-p:WarningsNotAsErrors=CODE", "", "error"),
        ("-p:WarningsAsErrors=CODE", "", "none"),
    ];

    [Fact]
    public async Task A_finding_is_what_a_warning_of_the_compiler_is()
    {
        using var project = await TestProject.CreateAsync(feed, properties: "<GenerateDocumentationFile>false</GenerateDocumentationFile><SchemaBuildBaseline>1</SchemaBuildBaseline>");
        project.Write("migrations/001_users.sql", "CREATE TABLE users (id bigint PRIMARY KEY, name text);\n");
        project.Write("migrations/002_orders.sql", "CREATE TABLE orders (id bigint PRIMARY KEY, tenant bigint NOT NULL);\n");
        project.Write("Program.cs", "int unused;\nSystem.Console.WriteLine(\"INSERT INTO orders (id) VALUES (1)\");\n");

        var differences = new List<string>();
        foreach (var (arguments, globalConfig, editorConfig) in Settings)
        {
            project.Write(".globalconfig", "is_global = true\n" + Both(globalConfig));
            project.Write(".editorconfig", "root = true\n[*.cs]\n" + Both(editorConfig));
            var ours = Severity(await project.BuildAsync(["-t:SchemaBuildLint", .. With(arguments, Ours)]), Ours);
            var theirs = Severity(await project.BuildAsync(["-t:Rebuild", "-p:SchemaBuildLint=false", .. With(arguments, Theirs)]), Theirs);
            if (ours != theirs) differences.Add($"{arguments} {globalConfig} {editorConfig}: {ours} and not {theirs}");
        }

        Assert.Empty(differences);
    }

    private static string Both(string severity) =>
        severity.Length == 0 ? "" : $"dotnet_diagnostic.{Ours}.severity = {severity}\ndotnet_diagnostic.{Theirs}.severity = {severity}\n";

    private static string[] With(string arguments, string code) => arguments.Replace("CODE", code, StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Severity(BuildLog build, string code) =>
        build.Errors.Any(error => error.Code == code) ? "an error" : build.Warnings.Any(warning => warning.Code == code) ? "a warning" : "nothing";
}
