using SchemaBuild.Analysis.Effects;

namespace SchemaBuild.Analysis.Judging;

internal static class Remedies
{
    /// <summary>The advice as the last sentence of a message, or nothing.</summary>
    public static string Sentence(this Remedy? remedy) => remedy is null ? "" : $" {remedy.Advice}";
}
