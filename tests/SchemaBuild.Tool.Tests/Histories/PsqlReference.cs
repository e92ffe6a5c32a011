using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SchemaBuild.Testing;

namespace SchemaBuild.Tool.Tests.Histories;

/// <summary>Applies files with psql, which knows nothing of us: each in a transaction of its own or, where that is refused, without one.</summary>
internal static partial class PsqlReference
{
    /// <summary>
    /// Does what <c>psql -1 -f FILE</c> for each file does, in few processes: a new connection before each file keeps settings of one from
    /// the next, and a file that fails in a transaction is tried once more without.
    /// </summary>
    public static async Task ApplyAsync(TestDatabase database, IReadOnlyList<string> files, ScratchFolder scratch)
    {
        for (var (next, isAlone) = (0, false); next < files.Count;)
        {
            try
            {
                await database.RunPsqlAsync(scratch.Write("reference.sql", Script(files, next, isAlone)));
                return;
            }
            catch (InvalidOperationException failure)
            {
                var failed = int.Parse(Marker().Matches(failure.Message)[^1].Groups[1].ValueSpan, provider: null);
                if (failed == next && isAlone)
                    throw;
                (next, isAlone) = (failed, true);
            }
        }
    }

    private static string Script(IReadOnlyList<string> files, int first, bool firstIsAlone)
    {
        var script = new StringBuilder();
        for (var i = first; i < files.Count; i++)
        {
            var include = $"\\i '{files[i]}'";
            script.AppendLine("\\connect -").AppendLine(CultureInfo.InvariantCulture, $"\\warn file {i}.");
            script.AppendLine(i == first && firstIsAlone ? include : $"BEGIN;\n{include}\nCOMMIT;");
        }

        return script.ToString();
    }

    [GeneratedRegex(@"^file (\d+)\.$", RegexOptions.Multiline)]
    private static partial Regex Marker();
}
