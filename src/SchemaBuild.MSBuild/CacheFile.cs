using System.Text;
using Microsoft.Build.Utilities;

namespace SchemaBuild.MSBuild;

/// <summary>A small binary file in <c>obj</c>. It may vanish or be damaged at any time: then the work is done again.</summary>
internal static class CacheFile
{
    private const string Format = "SchemaBuild 2";

    /// <summary>Null if there is none that can be read.</summary>
    public static T? TryRead<T>(string path, Func<BinaryReader, T> read)
        where T : class
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(File.ReadAllBytes(path)), Encoding.UTF8);
            return reader.ReadString() == Format ? read(reader) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    public static void Write(string path, Action<BinaryWriter> write, TaskLoggingHelper log)
    {
        try
        {
            var buffer = new MemoryStream();
            using (var writer = new BinaryWriter(buffer, Encoding.UTF8, leaveOpen: true))
            {
                writer.Write(Format);
                write(writer);
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, buffer.ToArray());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            log.LogMessage(Microsoft.Build.Framework.MessageImportance.Low, "{0}", $"{path} cannot be written, so the next build does this work again: {error.Message}");
        }
    }
}
