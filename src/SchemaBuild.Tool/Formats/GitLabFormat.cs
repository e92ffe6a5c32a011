using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SchemaBuild.Analysis;

namespace SchemaBuild.Tool.Formats;

/// <summary>GitLab's code quality report.</summary>
/// <remarks>https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format.</remarks>
internal static class GitLabFormat
{
    public static void Write(LintReport report, TextWriter writer)
    {
        // A finding keeps its fingerprint when lines move; GitLab drops one that appears twice.
        var seen = new Dictionary<string, int>();
        ToolJson.Write(new JsonArray([.. report.Visible.Select(finding => Entry(finding, Fingerprint(finding, seen)))]), writer);
    }

    private static JsonObject Entry(Finding finding, string fingerprint) => new()
    {
        ["description"] = $"{finding.Rule.Code} {finding.Rule.Name}: {finding.Message}",
        ["check_name"] = finding.Rule.Code,
        ["fingerprint"] = fingerprint,
        ["severity"] = finding.Severity switch
        {
            Severity.Error => "critical",
            Severity.Warning => "minor",
            _ => "info",
        },
        ["location"] = new JsonObject
        {
            ["path"] = finding.File,
            ["lines"] = new JsonObject { ["begin"] = finding.Line, ["end"] = finding.EndLine },
        },
    };

    private static string Fingerprint(Finding finding, Dictionary<string, int> seen)
    {
        var identity = $"{finding.Rule.Code}\n{finding.File}\n{finding.Message}";
        var count = seen[identity] = seen.GetValueOrDefault(identity) + 1;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{identity}\n{count}")));
    }
}
