using System.Reflection;
using System.Text.Json.Nodes;
using SchemaBuild.Analysis;

namespace SchemaBuild.Tool.Formats;

/// <summary>SARIF 2.1.0, for code scanning: every finding, silenced ones as suppressed results.</summary>
/// <remarks>https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.</remarks>
internal static class SarifFormat
{
    public static void Write(LintReport report, TextWriter writer) => ToolJson.Write(
        new JsonObject
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(new JsonObject
            {
                ["tool"] = new JsonObject { ["driver"] = Driver() },
                ["columnKind"] = "utf16CodeUnits",
                ["results"] = new JsonArray([.. report.Result.Findings.Select(Result)]),
            }),
        },
        writer);

    private static JsonObject Driver() => new()
    {
        ["name"] = "schema-lint",
        ["semanticVersion"] = typeof(SarifFormat).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0],
        ["informationUri"] = SchemaLint.HomePage,
        ["rules"] = new JsonArray([.. RuleCatalog.All.Select(rule => new JsonObject
        {
            ["id"] = rule.Code,
            ["name"] = rule.Name,
            ["shortDescription"] = new JsonObject { ["text"] = rule.Title },
            ["helpUri"] = rule.HelpUrl,
            ["defaultConfiguration"] = new JsonObject { ["level"] = Level(rule.DefaultSeverity) },
        })]),
    };

    private static JsonObject Result(Finding finding)
    {
        var result = new JsonObject
        {
            ["ruleId"] = finding.Rule.Code,
            ["level"] = Level(finding.Severity),
            ["message"] = new JsonObject { ["text"] = finding.Help is null ? finding.Message : $"{finding.Message}\n\n{finding.Help}" },
            ["locations"] = new JsonArray(new JsonObject
            {
                ["physicalLocation"] = new JsonObject
                {
                    ["artifactLocation"] = new JsonObject { ["uri"] = string.Join('/', finding.File.Split('/').Select(Uri.EscapeDataString)) },
                    ["region"] = new JsonObject
                    {
                        ["startLine"] = finding.Line,
                        ["startColumn"] = finding.Column,
                        ["endLine"] = finding.EndLine,
                        ["endColumn"] = finding.EndColumn,
                    },
                },
            }),
        };
        if (finding.IsSuppressed)
            result["suppressions"] = new JsonArray(new JsonObject { ["kind"] = "inSource" });
        return result;
    }

    private static string Level(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        Severity.Suggestion => "note",
        _ => "none",
    };
}
