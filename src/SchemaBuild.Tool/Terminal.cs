using System.Text;

namespace SchemaBuild.Tool;

/// <summary>Where a run reads and writes, and what the reader's side can show.</summary>
internal sealed record Terminal
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Findings and what else was asked for. Buffered: flushed at the end.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Everything else: progress, summaries, failures.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>What <c>-</c> reads.</summary>
    public required Stream Input { get; init; }

    /// <summary>Relative paths start here.</summary>
    public required string WorkingDirectory { get; init; }

    public bool OutputHasColor { get; init; }

    /// <summary>Colour, and a spinner that moves.</summary>
    public bool ErrorIsInteractive { get; init; }

    /// <summary>Writes a line to <see cref="Error"/> that comes after what was written to <see cref="Output"/>, also where both are one screen.</summary>
    public void WriteAfterwards(string line)
    {
        Output.Flush();
        Error.WriteLine(line);
    }

    public static Terminal OfThisProcess()
    {
        var mayColor = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb";
        return new Terminal
        {
            Output = new StreamWriter(Console.OpenStandardOutput(), Utf8, bufferSize: 1 << 16),
            Error = new StreamWriter(Console.OpenStandardError(), Utf8) { AutoFlush = true },
            Input = Console.OpenStandardInput(),
            WorkingDirectory = Environment.CurrentDirectory,
            OutputHasColor = mayColor && !Console.IsOutputRedirected,
            ErrorIsInteractive = mayColor && !Console.IsErrorRedirected,
        };
    }
}
