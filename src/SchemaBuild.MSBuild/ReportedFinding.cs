using SchemaBuild.Analysis;

namespace SchemaBuild.MSBuild;

/// <summary>What a build says about a finding. It is kept in <c>obj</c> and said again by every build until something changes.</summary>
internal sealed record ReportedFinding(
    Severity Severity, string Code, string HelpUrl, string File, int Line, int Column, int EndLine, int EndColumn, string Message, string? Help)
{
    /// <summary>The findings that a build shows, if only in a detailed log.</summary>
    public static ReportedFinding[] From(AnalysisResult result) =>
    [
        .. from finding in result.Findings
           where !finding.IsSuppressed && finding.Severity >= Severity.Suggestion
           select new ReportedFinding(
               finding.Severity, finding.Rule.Code, finding.Rule.HelpUrl, finding.File, finding.Line, finding.Column, finding.EndLine, finding.EndColumn,
               finding.HasFix ? $"{finding.Message} (schema-lint lint --fix rewrites it.)" : finding.Message, finding.Help),
    ];

    public void Write(BinaryWriter writer)
    {
        writer.Write((byte)Severity);
        writer.Write(Code);
        writer.Write(HelpUrl);
        writer.Write(File);
        writer.Write(Line);
        writer.Write(Column);
        writer.Write(EndLine);
        writer.Write(EndColumn);
        writer.Write(Message);
        writer.Write(Help is not null);
        if (Help is not null) writer.Write(Help);
    }

    public static ReportedFinding Read(BinaryReader reader) => new(
        (Severity)reader.ReadByte(), reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(),
        reader.ReadInt32(), reader.ReadString(), reader.ReadBoolean() ? reader.ReadString() : null);
}
