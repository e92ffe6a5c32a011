using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.ServerFacts;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>
/// Literals that a query takes for values of a type: what the type cannot be read from is refused (22P02), and so is the value of an enum that this transaction
/// added, until it commits (55P04). https://www.postgresql.org/docs/current/sql-altertype.html#id-1.9.3.42.7.
/// </summary>
internal sealed class Literals : NodeVisitor
{
    private readonly Execution _execution;
    private readonly IReadOnlyCollection<Relation> _relations;

    private Literals(Execution execution, IReadOnlyCollection<Relation> relations) => (_execution, _relations) = (execution, relations);

    /// <exception cref="RefusedException">55P04 or 22P02.</exception>
    public static void Demand(Node query, IReadOnlyCollection<QueryReference> references, Execution execution) =>
        new Literals(execution, [.. references.Select(reference => reference.Relation)]).Visit(query);

    /// <summary>In a CHECK, the predicate of an index, a policy, USING: what is about the columns of one table.</summary>
    /// <exception cref="RefusedException">55P04 or 22P02.</exception>
    public static void DemandIn(Node? expression, Relation table, Execution execution)
    {
        if (expression is not null) new Literals(execution, [table]).Visit(expression);
    }

    /// <summary>As a value of a type: a default, the bound of a partition.</summary>
    /// <exception cref="RefusedException">55P04 or 22P02.</exception>
    public static void DemandAs(Node value, TypeRef type, Execution execution)
    {
        var uses = new Literals(execution, []);
        uses.Demand(value, type);
        uses.Visit(value);
    }

    public override void Visit(Node node)
    {
        switch (node)
        {
            case TypeCast { Arg: A_Const value, TypeName: { } type } when type.ArrayBounds.Count == 0:
                Demand(value, TypeNames.Resolve(type, _execution));
                break;
            case InsertStmt { SelectStmt: SelectStmt { ValuesLists.Count: > 0 } values } insert when _execution.FindRelation(NodeNames.Qualified(insert.Relation)) is { } table:
                DemandRows(insert, values, table);
                break;
            case UpdateStmt update when _execution.FindRelation(NodeNames.Qualified(update.Relation)) is { } table:
                foreach (var target in update.TargetList.OfType<ResTarget>()) Demand(target.Val, table.FindColumn(target.Name)?.Type);
                break;
            case MergeStmt merge when _execution.FindRelation(NodeNames.Qualified(merge.Relation)) is { } table:
                foreach (var target in merge.MergeWhenClauses.OfType<MergeWhenClause>().Where(action => action.CommandType == CmdType.CMD_UPDATE).SelectMany(action => action.TargetList).OfType<ResTarget>())
                    Demand(target.Val, table.FindColumn(target.Name)?.Type);
                break;
            case A_Expr { Kind: A_Expr_Kind.AEXPR_OP, Lexpr: ColumnRef column, Rexpr: A_Const value } comparison when Compares(comparison):
                Demand(value, TypeOf(column));
                break;
            case A_Expr { Kind: A_Expr_Kind.AEXPR_OP, Lexpr: A_Const value, Rexpr: ColumnRef column } comparison when Compares(comparison):
                Demand(value, TypeOf(column));
                break;
            case A_Expr { Kind: A_Expr_Kind.AEXPR_IN, Lexpr: ColumnRef column, Rexpr: NodeList list }:
                foreach (var value in list.Items) Demand(value, TypeOf(column));
                break;
        }

        base.Visit(node);
    }

    /// <summary>The other side of a comparison is of the same type; with other operators it may be another.</summary>
    private static bool Compares(A_Expr operation) => operation.Name is [StringValue { Sval: "=" or "<>" or "<" or ">" or "<=" or ">=" }];

    private void DemandRows(InsertStmt insert, SelectStmt values, Relation table)
    {
        var named = insert.Cols.OfType<ResTarget>().Select(target => table.FindColumn(target.Name)?.Type).ToList();
        var types = named.Count > 0 ? named : [.. table.Columns.Select(column => (TypeRef?)column.Type)];
        foreach (var row in values.ValuesLists.OfType<NodeList>().Where(row => !row.Items.Any(QueryAnalysis.MayBeSeveral)))
            foreach (var (value, type) in row.Items.Zip(types)) Demand(value, type);
    }

    /// <summary>The type of a column that only one of the query's relations has.</summary>
    private TypeRef? TypeOf(ColumnRef column)
    {
        if (column.Fields is not [.., StringValue name]) return null;
        var types = _relations.Select(relation => relation.FindColumn(name.Sval)?.Type).OfType<TypeRef>().Take(2).ToList();
        return types.Count == 1 ? types[0] : null;
    }

    private void Demand(Node? value, TypeRef? type)
    {
        if (value is not A_Const { Val: StringValue label } || type is not { IsArray: false } named) return;
        var basis = UserTypes.BaseOf(named, _execution.Catalog);
        if (basis is { IsBuiltIn: true, IsArray: false } && LiteralInput.Refusal(basis.Name.Name, label.Sval, _execution.Major) is { } refusal)
            throw new RefusedException(refusal, refusal == "22003" ? $"value \"{label.Sval}\" is out of range for type {basis.ToSql()}" : $"invalid input syntax for type {basis.ToSql()}: \"{label.Sval}\"");
        if (_execution.Catalog.Find(NameSpace.Type, basis.Name) is not EnumType { IsAssumed: false } found) return;
        var known = found.Values.FirstOrDefault(known => known.Label == label.Sval);
        if (known.Label is null) throw new RefusedException("22P02", $"invalid input value for enum {found.Name.Name}: \"{label.Sval}\"");
        if (known.AddedBy == _execution.Session.Transaction) throw new RefusedException("55P04", $"unsafe use of new value \"{label.Sval}\" of enum type {found.Name.Name}", "Add the value in a migration of its own: it can be used once that has committed.");
    }
}
