using SchemaBuild.Analysis.Effects;
using SchemaBuild.PgQuery;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>
/// EXECUTE of a string that holds a text parameter of the function as it is: whoever calls the function writes SQL with the rights that the function has.
/// </summary>
/// <remarks>https://www.postgresql.org/docs/current/plpgsql-statements.html#PLPGSQL-QUOTE-LITERAL-EXAMPLE.</remarks>
internal sealed class DynamicSql
{
    private static readonly HashSet<string> Quoting = ["quote_ident", "quote_literal", "quote_nullable", "to_regclass", "to_regtype", "to_regproc", "to_regprocedure", "to_regrole", "to_regnamespace", "length", "char_length", "md5", "digest", "encode", "count", "position", "strpos"];
    private static readonly HashSet<string> Texts = ["text", "varchar", "bpchar", "name", "json", "jsonb", "citext", "xml"];

    private readonly HashSet<string> _raw;

    private DynamicSql(HashSet<string> raw) => _raw = raw;

    public static void Note(IReadOnlyList<PlPgSqlQuery> queries, CreateFunctionStmt statement, BodyPlaces? places, Execution execution)
    {
        if (!queries.Any(query => query.Kind == PlPgSqlQueryKind.Dynamic)) return;
        var raw = new HashSet<string>();
        var number = 0;
        foreach (var parameter in statement.Parameters.OfType<FunctionParameter>())
        {
            if (parameter.Mode is FunctionParameterMode.FUNC_PARAM_OUT or FunctionParameterMode.FUNC_PARAM_TABLE) continue;
            number++;
            if (parameter.ArgType is null || !Texts.Contains(NodeNames.Qualified(parameter.ArgType).Name)) continue;
            raw.Add($"${number}");
            if (parameter.Name.Length > 0) raw.Add(parameter.Name);
        }

        if (raw.Count == 0) return;
        var code = new DynamicSql(raw);
        // What a later assignment makes of a variable may reach an EXECUTE above it in a loop; that is rare, and guessing there would cry wolf.
        foreach (var query in queries)
        {
            switch (query.Kind)
            {
                case PlPgSqlQueryKind.Assignment:
                    code.Assign(query.Text);
                    break;
                case PlPgSqlQueryKind.Dynamic when Expression(query.Text) is { } value && code.Find(value) is { } source:
                    execution.Effects.Injections.Add(new InjectionEffect(source, places?.Find(query.Text, query.LineNumber)));
                    break;
            }
        }
    }

    private void Assign(string text)
    {
        if (text.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var equals)) return;
        var target = text[..equals].TrimEnd(':', ' ', '\t', '\n').Trim().Trim('"');
        if (Expression(text[(equals + 1)..]) is not { } value) return;
        if (Find(value) is not null) _raw.Add(target);
        else _raw.Remove(target);
    }

    private static Node? Expression(string text) => RoutineBody.Statements($"SELECT {text}") is [SelectStmt { TargetList: [ResTarget { Val: { } value }, ..] }] ? value : null;

    /// <summary>The name that gets into the value as it is; null if all that does is constant, quoted or no text.</summary>
    private string? Find(Node? value)
    {
        switch (value)
        {
            case ColumnRef { Fields: [.., StringValue name] } column:
                return column.Fields.Count <= 2 && _raw.Contains(name.Sval) ? name.Sval : null;
            case ParamRef parameter:
                return _raw.Contains($"${parameter.Number}") ? $"${parameter.Number}" : null;
            case TypeCast { TypeName: { } type } cast:
                return Texts.Contains(NodeNames.Qualified(type).Name) ? Find(cast.Arg) : null;
            case A_Expr { Kind: A_Expr_Kind.AEXPR_OP, Name: [StringValue { Sval: "||" }] } joined:
                return Find(joined.Lexpr) ?? Find(joined.Rexpr);
            case A_Expr { Kind: A_Expr_Kind.AEXPR_OP, Name: [StringValue { Sval: "->>" or "#>>" or "->" or "#>" }] } part:
                return Find(part.Lexpr);
            case CoalesceExpr first:
                return first.Args.Select(Find).FirstOrDefault(source => source is not null);
            case CaseExpr choice:
                return choice.Args.OfType<CaseWhen>().Select(when => Find(when.Result)).Append(Find(choice.Defresult)).FirstOrDefault(source => source is not null);
            case FuncCall call when NodeNames.Qualified(call.Funcname).Name is var name && !Quoting.Contains(name):
                return name == "format" && call.Args is [A_Const { Val: StringValue pattern }, ..] ? call.FuncVariadic ? null : Formatted(pattern.Sval, call) : call.Args.Select(Find).FirstOrDefault(source => source is not null);
            default:
                return null;
        }
    }

    /// <summary>What format puts in by %s; %I and %L quote.</summary>
    private string? Formatted(string pattern, FuncCall call)
    {
        var next = 1;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '%') continue;
            var start = ++i;
            while (i < pattern.Length && char.IsAsciiDigit(pattern[i])) i++;
            if (i < pattern.Length && pattern[i] == '$' && int.TryParse(pattern.AsSpan(start, i - start), out var position))
            {
                next = position;
                i++;
            }

            while (i < pattern.Length && (pattern[i] is '-' or '*' || char.IsAsciiDigit(pattern[i]))) i++;
            if (i >= pattern.Length || pattern[i] == '%') continue;
            if (pattern[i] == 's' && next < call.Args.Count && Find(call.Args[next]) is { } source) return source;
            next++;
        }

        return null;
    }
}
