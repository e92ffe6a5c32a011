using System.Collections.Immutable;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>The columns of a query's result, named as FigureColname does; a type that is not plain to see is left empty.</summary>
internal sealed class QueryColumns(Execution execution)
{
    public static ImmutableArray<Column> Of(Node? query, Execution execution) => new QueryColumns(execution).Read(query, ImmutableDictionary<string, ImmutableArray<Column>>.Empty);

    /// <summary>The columns with the names that the statement gives them, as far as it does.</summary>
    public static ImmutableArray<Column> Renamed(ImmutableArray<Column> columns, IReadOnlyList<Node> names) =>
        [.. columns.Select((column, i) => i < names.Count ? column with { Name = Identifier.Truncate(NodeNames.Text(names[i])) } : column)];

    private ImmutableArray<Column> Read(Node? query, ImmutableDictionary<string, ImmutableArray<Column>> named)
    {
        switch (query)
        {
            case SelectStmt { Op: not SetOperation.SETOP_NONE } set:
                return Read(set.Larg, With(set.WithClause, named));
            case SelectStmt { ValuesLists.Count: > 0 } values when values.ValuesLists[0] is NodeList row:
                return Number(row.Items.Select((value, i) => ($"column{i + 1}", TypeOf(value, []))));
            case SelectStmt select:
                named = With(select.WithClause, named);
                var sources = select.FromClause.SelectMany(item => Sources(item, named)).ToList();
                return Number(select.TargetList.OfType<ResTarget>().SelectMany(target => Columns(target, sources)));
            case InsertStmt { ReturningClause: { } returning } insert:
                return Returning(returning, insert.Relation!);
            case UpdateStmt { ReturningClause: { } returning } update:
                return Returning(returning, update.Relation!);
            case DeleteStmt { ReturningClause: { } returning } delete:
                return Returning(returning, delete.Relation!);
            default:
                return [];
        }
    }

    private ImmutableArray<Column> Returning(ReturningClause returning, RangeVar table)
    {
        var sources = Sources(table, ImmutableDictionary<string, ImmutableArray<Column>>.Empty).ToList();
        return Number(returning.Exprs.OfType<ResTarget>().SelectMany(target => Columns(target, sources)));
    }

    private ImmutableDictionary<string, ImmutableArray<Column>> With(WithClause? with, ImmutableDictionary<string, ImmutableArray<Column>> named)
    {
        foreach (var expression in with?.Ctes.OfType<CommonTableExpr>() ?? [])
            named = named.SetItem(expression.Ctename, Renamed(Read(expression.Ctequery, named), expression.Aliascolnames));
        return named;
    }

    private IEnumerable<Source> Sources(Node item, ImmutableDictionary<string, ImmutableArray<Column>> named)
    {
        switch (item)
        {
            case RangeVar name:
                var columns = name.Schemaname.Length == 0 && named.TryGetValue(name.Relname, out var expression)
                    ? expression
                    : execution.FindRelation(NodeNames.Qualified(name))?.Columns ?? [];
                return [new Source(name.Alias?.Aliasname ?? name.Relname, Renamed(columns, name.Alias?.Colnames ?? []))];
            case RangeSubselect subquery:
                return [new Source(subquery.Alias?.Aliasname ?? "", Renamed(Read(subquery.Subquery, named), subquery.Alias?.Colnames ?? []))];
            case JoinExpr { Larg: { } left, Rarg: { } right } join:
                var merged = join.UsingClause.Select(NodeNames.Text).ToHashSet();
                return Sources(left, named).Concat(Sources(right, named).Select(source =>
                    merged.Count == 0 ? source : source with { Columns = [.. source.Columns.Where(column => !merged.Contains(column.Name))] }));
            default:
                return [];
        }
    }

    private IEnumerable<(string, TypeRef)> Columns(ResTarget target, List<Source> sources) => target.Val switch
    {
        ColumnRef { Fields: [A_Star] } => sources.SelectMany(source => source.Columns).Select(column => (column.Name, column.Type)),
        ColumnRef { Fields: [.., StringValue table, A_Star] } =>
            sources.Where(source => source.Name == table.Sval).SelectMany(source => source.Columns).Select(column => (column.Name, column.Type)),
        { } value => [(Identifier.Truncate(target.Name.Length > 0 ? target.Name : NameOf(value) ?? "?column?"), TypeOf(value, sources))],
        null => [],
    };

    private static string? NameOf(Node? value) => value switch
    {
        ColumnRef { Fields: [.., StringValue name] } => name.Sval,
        A_Indirection indirection => indirection.Indirection.OfType<StringValue>().LastOrDefault()?.Sval ?? NameOf(indirection.Arg),
        FuncCall call => NodeNames.Text(call.Funcname[^1]),
        TypeCast cast => NameOf(cast.Arg) ?? NodeNames.Qualified(cast.TypeName).Name,
        CollateClause collate => NameOf(collate.Arg),
        CaseExpr conditional => NameOf(conditional.Defresult) ?? "case",
        CoalesceExpr => "coalesce",
        MinMaxExpr extreme => extreme.Op == MinMaxOp.IS_GREATEST ? "greatest" : "least",
        A_ArrayExpr => "array",
        RowExpr => "row",
        SQLValueFunction function => function.Op.ToString()["SVFOP_".Length..].ToLowerInvariant() is var name && name.EndsWith("_n", StringComparison.Ordinal) ? name[..^2] : name,
        SubLink { SubLinkType: SubLinkType.EXISTS_SUBLINK } => "exists",
        SubLink { SubLinkType: SubLinkType.ARRAY_SUBLINK } => "array",
        SubLink { SubLinkType: SubLinkType.EXPR_SUBLINK, Subselect: SelectStmt { TargetList: [ResTarget only, ..] } } => only.Name.Length > 0 ? only.Name : NameOf(only.Val),
        A_Expr { Kind: A_Expr_Kind.AEXPR_NULLIF } => "nullif",
        _ => null,
    };

    private TypeRef TypeOf(Node value, List<Source> sources) => value switch
    {
        ColumnRef { Fields: [StringValue name] } => sources.SelectMany(source => source.Columns).FirstOrDefault(column => column.Name == name.Sval)?.Type ?? default,
        ColumnRef { Fields: [.., StringValue table, StringValue name] } =>
            sources.Where(source => source.Name == table.Sval).SelectMany(source => source.Columns).FirstOrDefault(column => column.Name == name.Sval)?.Type ?? default,
        TypeCast { TypeName: { } type } => TypeNames.Resolve(type, execution),
        A_Const { Val: IntegerValue } => TypeRef.BuiltIn("int4"),
        A_Const { Val: FloatValue } => TypeRef.BuiltIn("numeric"),
        A_Const { Val: BooleanValue } or BoolExpr or NullTest or BooleanTest => TypeRef.BuiltIn("bool"),
        A_Const { Val: StringValue } => TypeRef.BuiltIn("text"),
        FuncCall { Funcname: [.., StringValue { Sval: "count" }] } => TypeRef.BuiltIn("int8"),
        _ => default,
    };

    private ImmutableArray<Column> Number(IEnumerable<(string Name, TypeRef Type)> columns) =>
        [.. columns.Select((column, i) => new Column { Number = i + 1, Name = column.Name, Type = column.Type, CreatedBy = execution.Session.Transaction })];

    private sealed record Source(string Name, ImmutableArray<Column> Columns);
}
