using Microsoft.Build.Utilities;

namespace SchemaBuild.MSBuild;

/// <summary>The findings of the last analysis, and all that they depend on.</summary>
internal sealed record FindingsCache(Fingerprint Fingerprint, ReportedFinding[] Findings)
{
    public static FindingsCache? TryRead(string path) => CacheFile.TryRead(path, reader =>
    {
        var fingerprint = Fingerprint.Read(reader);
        var findings = new ReportedFinding[reader.ReadInt32()];
        for (var i = 0; i < findings.Length; i++) findings[i] = ReportedFinding.Read(reader);
        return new FindingsCache(fingerprint, findings);
    });

    public void Write(string path, TaskLoggingHelper log) => CacheFile.Write(
        path,
        writer =>
        {
            Fingerprint.Write(writer);
            writer.Write(Findings.Length);
            foreach (var finding in Findings) finding.Write(writer);
        },
        log);
}
