using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SchemaBuild.Tool.Formats;

/// <summary>What <c>lint --format json</c> writes.</summary>
internal sealed record LintJson(IReadOnlyList<FindingJson> Findings, int Files, int Statements);

/// <summary>A finding; lines and columns start at 1, columns count UTF-16 code units. <paramref name="Fix"/> is null where there is none.</summary>
internal sealed record FindingJson(
    string Code, string Name, string Severity, string File, int Line, int Column, int EndLine, int EndColumn, string Message, string? Help, string Url,
    IReadOnlyList<string> Relations, string? Lock, bool Suppressed, FixJson? Fix);

/// <summary>What <c>--fix</c> would do for a finding alone.</summary>
internal sealed record FixJson(string Description, IReadOnlyList<EditJson> Edits, IReadOnlyList<NewFileJson> NewFiles);

/// <summary>Text in place of a part of a file.</summary>
internal sealed record EditJson(string File, int Line, int Column, int EndLine, int EndColumn, string Text);

/// <summary>A migration that is split off.</summary>
internal sealed record NewFileJson(string File, string Text);

/// <summary>What <c>effects --format json</c> writes.</summary>
internal sealed record EffectsJson(IReadOnlyList<StatementJson> Statements);

/// <summary>What a statement does.</summary>
internal sealed record StatementJson(
    string File, int Line, string Sql, string Kind, string Transaction, IReadOnlyDictionary<string, string> Locks, IReadOnlyList<string> Rewrites,
    IReadOnlyList<string> Scans, IReadOnlyDictionary<string, int> IndexBuilds, int ForeignKeyChecks, string? Error,
    IReadOnlyList<string> NotAnalysed, IReadOnlyList<string> UnknownRelations);

/// <summary>What <c>trace --format json</c> writes; <paramref name="Server"/> is the major.</summary>
internal sealed record TraceJson(int Server, IReadOnlyList<StatementTraceJson> Statements, int Differences);

/// <summary>A statement beside its prediction; <paramref name="Observed"/> is null if it did not run.</summary>
internal sealed record StatementTraceJson(
    string File, int Line, string Sql, string Kind, string Transaction, ObservationJson Predicted, ObservationJson? Observed, IReadOnlyList<string> Differences,
    IReadOnlyList<string> NotAnalysed);

/// <summary><paramref name="Locks"/> is null where they cannot be seen: outside a transaction.</summary>
internal sealed record ObservationJson(
    IReadOnlyDictionary<string, string>? Locks, IReadOnlyList<string> Rewrites, IReadOnlyList<string> Scans, IReadOnlyDictionary<string, int> IndexBuilds,
    int ForeignKeyChecks, string? Error);

/// <summary>Writers of the above, made by the compiler.</summary>
[JsonSerializable(typeof(LintJson))]
[JsonSerializable(typeof(EffectsJson))]
[JsonSerializable(typeof(TraceJson))]
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

    public static void Write(TraceJson trace, TextWriter writer) => writer.WriteLine(JsonSerializer.Serialize(trace, Readable.TraceJson));
}
