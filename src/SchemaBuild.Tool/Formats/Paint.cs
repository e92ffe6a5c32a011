using SchemaBuild.Analysis;

namespace SchemaBuild.Tool.Formats;

/// <summary>Colours, where the reader sees them.</summary>
internal readonly struct Paint(bool hasColor)
{
    public string Bold(string text) => With("1", text);

    public string Faint(string text) => With("2", text);

    public string Good(string text) => With("32", text);

    public string Of(Severity severity, string text) => With(
        severity switch
        {
            Severity.Error => "1;31",
            Severity.Warning => "1;33",
            _ => "1;36",
        },
        text);

    private string With(string code, string text) => hasColor && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
}
