using System.Text;

namespace SchemaBuild.Tool.Files;

/// <summary>Where a report goes: a file that was named, or standard output.</summary>
internal static class OutputFile
{
    /// <exception cref="ToolException">The file cannot be written.</exception>
    public static void Write(string? path, Terminal terminal, Action<TextWriter> write)
    {
        if (path is null)
        {
            write(terminal.Output);
            return;
        }

        try
        {
            var fullPath = Path.GetFullPath(path, terminal.WorkingDirectory);
            using var file = new StreamWriter(fullPath, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            write(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var reason = exception is DirectoryNotFoundException ? "its folder does not exist" : Failures.Reason(exception);
            throw new ToolException($"{path} cannot be written: {reason}.");
        }
    }
}
