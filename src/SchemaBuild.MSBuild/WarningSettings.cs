namespace SchemaBuild.MSBuild;

/// <summary>The project's properties about warnings.</summary>
internal sealed record WarningSettings(string? NoWarn, string? WarningsAsErrors, string? WarningsNotAsErrors)
{
    private static readonly char[] Separators = [';', ',', ' ', '\t', '\r', '\n'];

    public static HashSet<string> Codes(string? list) =>
        new((list ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries), StringComparer.OrdinalIgnoreCase);
}
