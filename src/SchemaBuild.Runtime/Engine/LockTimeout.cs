using System.Text.RegularExpressions;

namespace SchemaBuild.Engine;

/// <summary>Whether a statement sets <c>lock_timeout</c> for those that follow; a comment, a string or a function's own setting that names it does not.</summary>
internal static partial class LockTimeout
{
    /// <returns>Whether only until the end of the transaction; null when it does not set it.</returns>
    public static bool? IsSetBy(MigrationStep step)
    {
        var match = step.Kind switch
        {
            "SET" or "RESET" => Setting().Match(step.Sql),
            "DO" => InBlock().Match(step.Sql),
            "SELECT" or "DATA_MIGRATION" => Function().Match(step.Sql),
            _ => Match.Empty,
        };
        return match.Success ? match.Groups["local"].Success : null;
    }

    [GeneratedRegex(@"^(?:RESET|SET(?:\s+(?:SESSION|(?<local>LOCAL)))?)\s+""?lock_timeout\b", RegexOptions.IgnoreCase)]
    private static partial Regex Setting();

    [GeneratedRegex(@"\bSET(?:\s+(?:SESSION|(?<local>LOCAL)))?\s+""?lock_timeout\b|\bset_config\s*\(\s*'+lock_timeout'+\s*,[^;]*?(?:(?<local>\btrue)|\bfalse)\s*\)", RegexOptions.IgnoreCase)]
    private static partial Regex InBlock();

    [GeneratedRegex(@"^(?:WITH\b|VALUES\b|SELECT\b)[^;]*?\bset_config\s*\(\s*'lock_timeout'\s*,[^;]*?(?:(?<local>\btrue)|\bfalse)\s*\)", RegexOptions.IgnoreCase)]
    private static partial Regex Function();
}
