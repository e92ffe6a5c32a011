using Microsoft.Build.Utilities;
using SchemaBuild.MSBuild.Application;

namespace SchemaBuild.MSBuild;

/// <summary>The findings of the last analysis, all that they depend on, and what the migrations ask of the code.</summary>
internal sealed record FindingsCache(Fingerprint Fingerprint, IReadOnlyList<ReportedFinding> Findings, SchemaChanges Changes)
{
    public static FindingsCache? TryRead(string path) => CacheFile.TryRead(path, reader =>
    {
        var fingerprint = Fingerprint.Read(reader);
        var findings = new ReportedFinding[reader.ReadInt32()];
        for (var i = 0; i < findings.Length; i++) findings[i] = ReportedFinding.Read(reader);
        return new FindingsCache(fingerprint, findings, SchemaChanges.Read(reader));
    });

    public void Write(string path, TaskLoggingHelper log) => CacheFile.Write(
        path,
        writer =>
        {
            Fingerprint.Write(writer);
            writer.Write(Findings.Count);
            foreach (var finding in Findings) finding.Write(writer);
            Changes.Write(writer);
        },
        log);
}
