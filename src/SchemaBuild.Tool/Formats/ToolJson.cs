using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SchemaBuild.Tool.Formats;

/// <summary>What <c>lint --format json</c> writes.</summary>
internal sealed record LintJson(IReadOnlyList<FindingJson> Findings, int Files, int Statements);

/// <summary>A finding; lines and columns start at 1, columns count UTF-16 code units. No rule makes a <paramref name="Fix"/> yet.</summary>
internal sealed record FindingJson(
    string Code, string Name, string Severity, string File, int Line, int Column, int EndLine, int EndColumn, string Message, string? Help, string Url,
    IReadOnlyList<string> Relations, string? Lock, bool Suppressed, string? Fix);

/// <summary>What <c>effects --format json</c> writes.</summary>
internal sealed record EffectsJson(IReadOnlyList<StatementJson> Statements);

/// <summary>What a statement does.</summary>
internal sealed record StatementJson(
    string File, int Line, string Sql, string Kind, string Transaction, IReadOnlyDictionary<string, string> Locks, IReadOnlyList<string> Rewrites,
    IReadOnlyList<string> Scans, IReadOnlyDictionary<string, int> IndexBuilds, int ForeignKeyChecks, string? Error);

/// <summary>Writers of the above, made by the compiler.</summary>
[JsonSerializable(typeof(LintJson))]
[JsonSerializable(typeof(EffectsJson))]
internal sealed partial class ToolJson : JsonSerializerContext
{
    // The output is a file or a pipe, not a web page: text stays readable.
    private static readonly ToolJson Readable = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
    });

    public static void Write(LintJson lint, TextWriter writer) => writer.WriteLine(JsonSerializer.Serialize(lint, Readable.LintJson));

    public static void Write(JsonNode json, TextWriter writer) => writer.WriteLine(json.ToJsonString(Readable.Options));

    public static void Write(EffectsJson effects, TextWriter writer) => writer.WriteLine(JsonSerializer.Serialize(effects, Readable.EffectsJson));
}
