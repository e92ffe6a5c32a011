using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A vector index serves the one operator of its class, and a query orders by another.</summary>
/// <remarks>https://github.com/pgvector/pgvector#querying.</remarks>
internal sealed class VectorOperatorMismatch : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB7008", "vector-operator-mismatch", Severity.Warning, "A vector index does not serve the distance that a query orders by");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        if (file.Statements.Count == 0) return;
        var end = file.Statements[^1].After.Catalog;
        var indexes = end.All.OfType<Index>().Where(index => VectorIndexes.OperatorOf(index) is not null).ToLookup(index => index.Table);
        if (indexes.Count == 0) return;

        var built = file.Statements.SelectMany(statement => statement.CatalogChanges.AddedIndexes.Select(added => (Statement: statement, added.Index))).ToList();
        var written = new HashSet<int>();
        foreach (var statement in file.Statements)
        {
            foreach (var (asks, id, query) in QueriesOf(statement))
            {
                written.Add(id);
                foreach (var found in MismatchesIn(query, indexes, end)) Add(findings, statement, asks, found);
            }
        }

        // Functions of earlier files, once an index is there that they were to use.
        foreach (var function in end.All.OfType<Function>().Where(function => built.Count > 0 && !written.Contains(function.Id)))
            foreach (var found in QueriesOf(function).SelectMany(query => MismatchesIn(query, indexes, end)))
                if (built.Find(each => found.Indexes.Exists(index => index.Id == each.Index.Id)).Statement is { } builder) Add(findings, builder, function.Name.ToString(), found);
    }

    private static void Add(FindingSink findings, AnalyzedStatement statement, string asks, Mismatch found)
    {
        var served = found.Indexes.Select(index => $"{index.Name.Name} serves {VectorIndexes.OperatorOf(index)}").ToList();
        var type = found.Indexes[0].Definition?.IndexParams is [IndexElem { Opclass: [.., var name] }] ? NodeNames.Text(name).Split('_')[0] : "vector";
        findings.Add(
            statement,
            found.Table,
            $"{asks} orders {found.Table.Name} by {found.Column} {found.Operator} …, but {Prose.List(served)} only: PostgreSQL cannot use an index of another distance, so each query computes the distance to every row and sorts them. "
            + $"Build an index with {VectorIndexes.ClassFor(type, found.Operator)}, or order by {VectorIndexes.OperatorOf(found.Indexes[0])} if that is the distance that the embeddings are made for.");
    }

    /// <summary>What is asked again and again: views and functions. A query of the migration itself runs once.</summary>
    private static IEnumerable<(string Asks, int Id, Node Query)> QueriesOf(AnalyzedStatement statement)
    {
        if (statement.Effects.Refusal is not null) yield break;
        if (statement.Tree is ViewStmt { Query: { } query, View: { } view }) yield return (NodeNames.Qualified(view).ToString(), 0, query);
        foreach (var (_, function) in statement.Changes<Function>())
        {
            foreach (var part in QueriesOf(function)) yield return (function.Name.ToString(), function.Id, part);
            if (statement.Tree is CreateFunctionStmt { SqlBody: { } body }) yield return (function.Name.ToString(), function.Id, body);
        }
    }

    private static IEnumerable<Node> QueriesOf(Function function) => function.Body is null || !VectorIndexes.Operators.Values.Any(name => function.Body.Contains(name, StringComparison.Ordinal)) ? []
        : function.Language == "sql" ? RoutineBody.SqlOf(function)
        : RoutineBody.PlPgSqlOf(function) is { } code ? code.GetQueries().Where(query => query.Kind == PlPgSqlQueryKind.Statement).SelectMany(query => RoutineBody.Statements(query.Text) ?? []) : [];

    private static List<Mismatch> MismatchesIn(Node query, ILookup<int, Index> indexes, CatalogState catalog)
    {
        var search = new Search(indexes, catalog);
        search.Visit(query);
        return search.Found;
    }

    private sealed record Mismatch(Relation Table, string Column, string Operator, List<Index> Indexes);

    /// <summary>SELECTs that order the rows of a table by a distance that none of the column's vector indexes serves.</summary>
    private sealed class Search(ILookup<int, Index> indexes, CatalogState catalog) : NodeVisitor
    {
        public List<Mismatch> Found { get; } = [];

        public override void Visit(Node node)
        {
            if (node is SelectStmt { SortClause: [SortBy { Node: { } first }, ..] } select && Distance(select, first) is var (columns, name)) Look(select, columns, name);
            base.Visit(node);
        }

        private void Look(SelectStmt select, List<string> columns, string name)
        {
            foreach (var from in Tables.In(select.FromClause))
            {
                foreach (var group in indexes)
                {
                    if (catalog.Find(group.Key) is not Relation table || table.Name.Name != from.Relname || (from.Schemaname.Length > 0 && from.Schemaname != table.Name.Schema)) continue;
                    if (columns.Select(column => table.FindColumn(column)).OfType<Column>().FirstOrDefault() is not { } asked) continue;
                    var own = group.Where(index => index.UsedColumns.Contains(asked.Number)).ToList();
                    if (own.Count == 0 || own.Exists(index => VectorIndexes.OperatorOf(index) == name)) continue;
                    Found.Add(new Mismatch(table, asked.Name, name, own));
                }
            }
        }

        /// <summary>What may be the column, and the operator, of a sort by distance, also by the name or the place that it has in the result.</summary>
        private static (List<string> Columns, string Operator)? Distance(SelectStmt select, Node key)
        {
            var target = key switch
            {
                ColumnRef { Fields: [StringValue alias] } => select.TargetList.OfType<ResTarget>().FirstOrDefault(each => each.Name == alias.Sval)?.Val,
                A_Const { Val: IntegerValue place } => (select.TargetList.ElementAtOrDefault(place.Ival - 1) as ResTarget)?.Val,
                _ => key,
            };
            if (target is not A_Expr { Kind: A_Expr_Kind.AEXPR_OP, Name: [.., StringValue name] } distance || !VectorIndexes.Operators.Values.Contains(name.Sval)) return null;
            var columns = new[] { distance.Lexpr, distance.Rexpr }.Select(side => side is TypeCast cast ? cast.Arg : side).OfType<ColumnRef>().Select(reference => reference.Fields[^1]).OfType<StringValue>();
            return ([.. columns.Select(column => column.Sval)], name.Sval);
        }
    }

    /// <summary>The tables of a FROM, not those of its subqueries.</summary>
    private sealed class Tables : NodeVisitor
    {
        private readonly List<RangeVar> _found = [];

        public static List<RangeVar> In(IReadOnlyList<Node> from)
        {
            var search = new Tables();
            foreach (var item in from) search.Visit(item);
            return search._found;
        }

        public override void Visit(Node node)
        {
            if (node is RangeVar table) _found.Add(table);
            else if (node is JoinExpr) base.Visit(node);
        }
    }
}
