using System.Globalization;
using System.Text;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>The value of a string expression of constants: literals, <c>||</c>, format, quote_ident and quote_literal.</summary>
internal static class ConstantText
{
    /// <param name="expression">As SQL.</param>
    /// <returns>Null if it is not constant.</returns>
    public static string? Of(string expression) =>
        RoutineBody.Statements($"SELECT {expression}") is [SelectStmt { TargetList: [ResTarget { Val: { } value }] }] ? Of(value) : null;

    private static string? Of(Node? value) => value switch
    {
        A_Const { Val: StringValue text } => text.Sval,
        A_Const { Val: IntegerValue number } => number.Ival.ToString(CultureInfo.InvariantCulture),
        TypeCast { Arg: { } inner, TypeName.Names: [.., StringValue { Sval: "text" or "varchar" or "regclass" or "name" }] } => Of(inner),
        A_Expr { Kind: A_Expr_Kind.AEXPR_OP, Name: [StringValue { Sval: "||" }] } joined => Of(joined.Lexpr) is { } left && Of(joined.Rexpr) is { } right ? left + right : null,
        FuncCall call when NodeNames.Qualified(call.Funcname) is { Schema: "" or "pg_catalog" } name => Call(name.Name, call),
        _ => null,
    };

    private static string? Call(string name, FuncCall call)
    {
        var arguments = call.Args.Select(Of).ToList();
        if (arguments.Contains(null) || call.FuncVariadic) return null;
        return (name, arguments) switch
        {
            ("format", [{ } pattern, ..]) => Format(pattern, [.. arguments.Skip(1).Select(argument => argument!)]),
            ("quote_ident", [{ } identifier]) => Identifier.Quote(identifier),
            ("quote_literal", [{ } text]) => Quote(text),
            ("concat", _) => string.Concat(arguments),
            _ => null,
        };
    }

    /// <summary>%s, %I, %L and %%, also with a position as in %1$I; anything else is left alone.</summary>
    private static string? Format(string pattern, List<string> arguments)
    {
        var result = new StringBuilder();
        var next = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '%')
            {
                result.Append(pattern[i]);
                continue;
            }

            var dollar = pattern.IndexOf('$', i);
            if (dollar > i + 1 && int.TryParse(pattern.AsSpan(i + 1, dollar - i - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var position))
            {
                next = position - 1;
                i = dollar;
            }

            if (++i >= pattern.Length) return null;
            if (pattern[i] == '%')
            {
                result.Append('%');
                continue;
            }

            if (next < 0 || next >= arguments.Count) return null;
            var argument = arguments[next++];
            switch (pattern[i])
            {
                case 's':
                    result.Append(argument);
                    break;
                case 'I':
                    result.Append(Identifier.Quote(argument));
                    break;
                case 'L':
                    result.Append(Quote(argument));
                    break;
                default:
                    return null;
            }
        }

        return result.ToString();
    }

    private static string Quote(string text)
    {
        var doubled = text.Replace("'", "''", StringComparison.Ordinal);
        return text.Contains('\\', StringComparison.Ordinal) ? $"E'{doubled.Replace("\\", "\\\\", StringComparison.Ordinal)}'" : $"'{doubled}'";
    }
}
