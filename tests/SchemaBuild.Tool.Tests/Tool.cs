using System.Text;
using CliWrap;
using CliWrap.Buffered;
using SchemaBuild.Testing;

namespace SchemaBuild.Tool.Tests;

/// <summary>What a run of <c>schema-lint</c> did.</summary>
public sealed record ToolResult(int ExitCode, string Output, string Error);

/// <summary>Runs <c>schema-lint</c>.</summary>
public static class Tool
{
    public static string Executable { get; } =
        Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "schema-lint.exe" : "schema-lint");

    /// <summary>In this process, with <paramref name="folder"/> as working directory.</summary>
    public static Task<ToolResult> RunAsync(ScratchFolder folder, params string[] args) => RunAsync(folder.Path, "", hasColor: false, args);

    public static async Task<ToolResult> RunAsync(string folder, string input, bool hasColor, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var inputStream = new MemoryStream(Encoding.UTF8.GetBytes(input));
        var terminal = new Terminal { Output = output, Error = error, Input = inputStream, WorkingDirectory = folder, OutputHasColor = hasColor };
        var exitCode = await SchemaLint.RunAsync(args, terminal, TestContext.Current.CancellationToken);
        return new ToolResult(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>As a user does: the program that the build made.</summary>
    public static Command Program(string folder, params string[] args) =>
        Cli.Wrap(Executable).WithArguments(args).WithWorkingDirectory(folder).WithValidation(CommandResultValidation.None);

    public static async Task<ToolResult> RunProgramAsync(string folder, params string[] args)
    {
        var result = await Program(folder, args).ExecuteBufferedAsync(Encoding.UTF8, TestContext.Current.CancellationToken);
        return new ToolResult(result.ExitCode, result.StandardOutput, result.StandardError);
    }
}
