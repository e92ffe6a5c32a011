using System.Globalization;
using System.Text;

namespace SchemaBuild.MSBuild.Generation;

/// <summary>Names in the generated class.</summary>
internal static class Identifier
{
    // The reserved words of C#; contextual ones may name anything but a type, and no one names a class so.
    private static readonly HashSet<string> Keywords =
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default", "delegate",
        "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in",
        "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out", "override", "params", "private",
        "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this",
        "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",
    ];

    public static bool IsValid(string name) => name.Length > 0 && IsStart(name[0]) && name.All(IsPart);

    /// <summary>A keyword needs a sign before it.</summary>
    public static string Escape(string name) => Keywords.Contains(name) ? "@" + name : name;

    /// <summary>
    /// The namespace of a project that is named <c>my-app.2</c>: <c>my_app._2</c>, as <c>dotnet new</c> would have it.
    /// </summary>
    public static string SafeNamespace(string rootNamespace) =>
        string.Join('.', rootNamespace.Split('.', StringSplitOptions.RemoveEmptyEntries).Select(part =>
        {
            var safe = string.Concat(part.Select(c => IsPart(c) ? c : '_'));
            return Escape(IsStart(safe[0]) ? safe : "_" + safe);
        }));

    /// <summary>
    /// <c>V001_CreateUsersTable</c> for version 001 and name <c>create_users_table</c>: the words of the name with a capital each. The V
    /// makes any name an identifier, and none a keyword.
    /// </summary>
    public static string OfMigration(string version, string name)
    {
        var result = new StringBuilder("V").Append(version);
        var startsWord = true;
        foreach (var c in name)
        {
            if (!IsPart(c) || c == '_')
            {
                startsWord = true;
                continue;
            }

            if (result.Length == version.Length + 1) result.Append('_');
            result.Append(startsWord ? char.ToUpperInvariant(c) : c);
            startsWord = false;
        }

        return result.ToString();
    }

    private static bool IsStart(char c) => c == '_' || char.IsLetter(c) || char.GetUnicodeCategory(c) == UnicodeCategory.LetterNumber;

    // C# allows format characters too but does not see them: they would make two names one.
    private static bool IsPart(char c) => IsStart(c) || char.GetUnicodeCategory(c)
        is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.ConnectorPunctuation;
}
