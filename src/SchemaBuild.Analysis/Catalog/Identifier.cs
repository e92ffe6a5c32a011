using System.Collections.Immutable;
using System.Text;

namespace SchemaBuild.Analysis.Catalog;

/// <summary>Identifiers as PostgreSQL stores and writes them.</summary>
internal static class Identifier
{
    /// <summary>NAMEDATALEN - 1, https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS.</summary>
    public const int MaxBytes = 63;

    /// <summary>Cuts a name at 63 bytes, never inside a character, as the server does.</summary>
    public static string Truncate(string name)
    {
        if (name.Length <= MaxBytes / 3 || Encoding.UTF8.GetByteCount(name) <= MaxBytes) return name;
        var bytes = 0;
        var length = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            if (bytes + rune.Utf8SequenceLength > MaxBytes) break;
            bytes += rune.Utf8SequenceLength;
            length += rune.Utf16SequenceLength;
        }

        return name[..length];
    }

    /// <summary>The name the server makes up: <c>table_column_suffix</c>, shortened as makeObjectName does.</summary>
    public static string MakeObjectName(string name1, string? name2, string suffix)
    {
        var overhead = suffix.Length + 1 + (name2 is null ? 0 : 1);
        var available = MaxBytes - overhead;
        var (length1, length2) = (Encoding.UTF8.GetByteCount(name1), name2 is null ? 0 : Encoding.UTF8.GetByteCount(name2));
        while (length1 + length2 > available)
        {
            if (length1 > length2) length1--;
            else length2--;
        }

        var first = CutBytes(name1, length1);
        return name2 is null ? $"{first}_{suffix}" : $"{first}_{CutBytes(name2, length2)}_{suffix}";
    }

    /// <summary>The identifier as SQL. Quoting more than PostgreSQL would is harmless; quoting less is not.</summary>
    public static string Quote(string name)
    {
        if (name.Length == 0) return "\"\"";
        var plain = char.IsAsciiLetterLower(name[0]) || name[0] == '_';
        foreach (var c in name)
            plain &= char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_';
        return plain && !ReservedWords.Contains(name) ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>Splits a list of names as SplitIdentifierString does: <c>a, "B"</c> is a and B, unquoted names are folded.</summary>
    public static ImmutableArray<string> SplitList(string list)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < list.Length;)
        {
            if (char.IsWhiteSpace(list[i]) || list[i] == ',')
            {
                i++;
                continue;
            }

            var name = new StringBuilder();
            if (list[i] == '"')
            {
                for (i++; i < list.Length; i++)
                {
                    if (list[i] == '"' && (i + 1 == list.Length || list[++i] != '"')) break;
                    name.Append(list[i]);
                }

                if (i < list.Length && list[i] == '"') i++;
            }
            else
            {
                while (i < list.Length && list[i] != ',' && !char.IsWhiteSpace(list[i])) name.Append(char.ToLowerInvariant(list[i++]));
            }

            names.Add(Truncate(name.ToString()));
        }

        return names.ToImmutable();
    }

    private static string CutBytes(string name, int bytes)
    {
        while (Encoding.UTF8.GetByteCount(name) > bytes) name = name[..^1];
        return name;
    }

    private static readonly HashSet<string> ReservedWords =
    [
        "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization", "between", "bigint", "binary", "bit",
        "boolean", "both", "case", "cast", "char", "character", "check", "coalesce", "collate", "collation", "column", "concurrently", "constraint",
        "create", "cross", "current_catalog", "current_date", "current_role", "current_schema", "current_time", "current_timestamp",
        "current_user", "dec", "decimal", "default", "deferrable", "desc", "distinct", "do", "else", "end", "except", "exists", "extract", "false",
        "fetch", "float", "for", "foreign", "freeze", "from", "full", "grant", "greatest", "group", "grouping", "having", "ilike", "in", "initially",
        "inner", "inout", "int", "integer", "intersect", "interval", "into", "is", "isnull", "join", "lateral", "leading", "least", "left", "like",
        "limit", "localtime", "localtimestamp", "national", "natural", "nchar", "none", "normalize", "not", "notnull", "null", "nullif", "numeric",
        "offset", "on", "only", "or", "order", "out", "outer", "overlaps", "overlay", "placing", "position", "precision", "primary", "real",
        "references", "returning", "right", "row", "select", "session_user", "setof", "similar", "smallint", "some", "substring", "symmetric",
        "system_user", "table", "tablesample", "then", "time", "timestamp", "to", "trailing", "treat", "trim", "true", "union", "unique", "user",
        "using", "values", "varchar", "variadic", "verbose", "when", "where", "window", "with", "xmlattributes", "xmlconcat", "xmlelement",
        "xmlexists", "xmlforest", "xmlnamespaces", "xmlparse", "xmlpi", "xmlroot", "xmlserialize", "xmltable",
    ];
}
