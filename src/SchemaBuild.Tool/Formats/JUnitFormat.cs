using System.Xml;
using SchemaBuild.Analysis;

namespace SchemaBuild.Tool.Formats;

/// <summary>A test report as JUnit's, which every continuous integration server shows: a file is a test, and fails if a finding in it is an error.</summary>
internal static class JUnitFormat
{
    public static void Write(LintReport report, TextWriter writer)
    {
        var findings = report.Visible.ToLookup(finding => finding.File);
        IReadOnlyList<MigrationInput> files =
            [.. report.Locks.Append(report.SchemaFile).OfType<MigrationInput>().Where(file => findings.Contains(file.Path)), .. report.Files];
        using var xml = XmlWriter.Create(writer, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, CloseOutput = false, CheckCharacters = false, NewLineChars = "\n" });
        xml.WriteStartElement("testsuites");
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", "schema-lint");
        xml.WriteAttributeString("tests", $"{files.Count}");
        xml.WriteAttributeString("failures", $"{findings.Count(file => file.Any(IsError))}");
        foreach (var file in files)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("classname", "schema-lint");
            xml.WriteAttributeString("name", Printable.Line(file.Path));
            WriteText(findings[file.Path].Where(IsError), "failure");
            WriteText(findings[file.Path].Where(finding => !IsError(finding)), "system-out");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.Flush();
        writer.WriteLine();

        void WriteText(IEnumerable<Finding> found, string element)
        {
            if (found.Select(ConciseFormat.Line).ToList() is not [var first, ..] lines)
                return;
            xml.WriteStartElement(element);
            if (element == "failure")
                xml.WriteAttributeString("message", first);
            xml.WriteString(string.Join('\n', lines));
            xml.WriteEndElement();
        }
    }

    private static bool IsError(Finding finding) => finding.Severity == Severity.Error;
}
