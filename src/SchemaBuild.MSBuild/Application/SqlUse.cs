using System.Text;
using System.Text.RegularExpressions;
using SchemaBuild.PgQuery;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.MSBuild.Application;

/// <summary>What a statement in the code names that is gone, or leaves out that must be given.</summary>
/// <remarks>
/// Sure or silent: a name counts only if nothing else in the statement can explain it. Scopes are not looked at, so whatever any of them offers is an
/// explanation everywhere.
/// </remarks>
internal sealed partial class SqlUse : NodeVisitor
{
    // Runs into the word beside it, as in FROM {prefix}users, and means no relation of anybody.
    private const string NameHole = "schemabuild_hole";
    private const string ValueHole = "$1";

    private readonly SchemaNames _names;
    private readonly Func<int, string, Microsoft.CodeAnalysis.Text.TextSpan> _locate;
    private readonly bool _isComplete;
    private readonly List<UseOfSchema> _uses = [];
    private readonly List<(string Alias, RangeVar Range)> _tables = [];
    private readonly HashSet<string> _expressions = [];
    private readonly HashSet<string> _otherNames = [];
    private readonly List<(ColumnRef Reference, string? Qualifier, string Name)> _references = [];
    private readonly List<(RangeVar Table, string Name, int Location)> _targets = [];
    private readonly List<(RangeVar Table, IReadOnlyList<string> Given)> _inserts = [];
    private bool _hasFunctions;

    private SqlUse(SchemaNames names, bool isComplete, Func<int, string, Microsoft.CodeAnalysis.Text.TextSpan> locate) =>
        (_names, _isComplete, _locate) = (names, isComplete, locate);

    /// <summary>What is wrong in a text that may be SQL.</summary>
    public static IEnumerable<UseOfSchema> Of(SqlText text, SchemaNames names)
    {
        // With $1 everything is known but values. With a name or nothing in their place, holes may stand for tables and columns.
        foreach (var hole in text.HasHoles ? (string[])[ValueHole, NameHole, " "] : [""])
        {
            var sql = text.With(hole);
            if (!Statement().IsMatch(sql) || !names.AreIn(sql)) return [];
            sql = WithoutParameters(sql);
            if (TryParse(sql) is not { } statements) continue;
            var isComplete = hole is ValueHole or "";
            var offsets = Encoding.UTF8.GetBytes(sql);
            return [.. statements.SelectMany(statement => Of(statement, names, isComplete, (location, name) =>
                text.Locate(hole, Encoding.UTF8.GetCharCount(offsets, 0, Math.Clamp(location, 0, offsets.Length)), name)))];
        }

        return [];
    }

    public override void Visit(Node node)
    {
        switch (node)
        {
            case CommonTableExpr expression:
                _expressions.Add(expression.Ctename);
                foreach (var column in expression.Aliascolnames.OfType<StringValue>()) _otherNames.Add(column.Sval);
                break;
            case RangeVar table:
                _tables.Add((table.Alias?.Aliasname ?? table.Relname, table));
                break;
            case Alias alias:
                foreach (var column in alias.Colnames.OfType<StringValue>()) _otherNames.Add(column.Sval);
                break;
            case FuncCall { Funcname: [.., StringValue name] }:
                _otherNames.Add(name.Sval);
                break;
            case RangeFunction or RangeTableFunc or JsonTable:
                _hasFunctions = true;
                break;
            case CreateStmt { Relation: { } made }:
                _expressions.Add(made.Relname);
                break;
            case IntoClause { Rel: { } made }:
                _expressions.Add(made.Relname);
                break;
            case ColumnRef { Fields: [.., StringValue qualifier, StringValue name] } reference:
                _references.Add((reference, qualifier.Sval, name.Sval));
                break;
            case ColumnRef { Fields: [StringValue name] } reference:
                _references.Add((reference, null, name.Sval));
                break;
            case InsertStmt { Relation: { } table } insert:
                AddTargets(table, insert.Cols);
                AddTargets(table, insert.OnConflictClause?.TargetList ?? []);
                foreach (var element in insert.OnConflictClause?.Infer?.IndexElems.OfType<IndexElem>() ?? [])
                    if (element.Name.Length > 0) _targets.Add((table, element.Name, table.Location));
                if (insert.Cols.Count > 0 || insert.SelectStmt is null) _inserts.Add((table, [.. insert.Cols.OfType<ResTarget>().Select(column => column.Name)]));
                break;
            case UpdateStmt { Relation: { } table } update:
                AddTargets(table, update.TargetList);
                break;
            case MergeStmt { Relation: { } table } merge:
                foreach (var when in merge.MergeWhenClauses.OfType<MergeWhenClause>())
                {
                    AddTargets(table, when.TargetList);
                    if (when is { CommandType: CmdType.CMD_INSERT, TargetList.Count: > 0 }) _inserts.Add((table, [.. when.TargetList.OfType<ResTarget>().Select(column => column.Name)]));
                }

                break;
            case CopyStmt { Relation: { } table, Attlist.Count: > 0 } copy:
                var names = copy.Attlist.OfType<StringValue>().Select(name => name.Sval).ToList();
                foreach (var name in names) _targets.Add((table, name, table.Location));
                if (copy.IsFrom) _inserts.Add((table, names));
                break;
        }

        base.Visit(node);
        // The name of an output column: what ORDER BY and an outer query may mean.
        if (node is SelectStmt select)
            foreach (var target in select.TargetList.OfType<ResTarget>().Where(target => target.Name.Length > 0)) _otherNames.Add(target.Name);
    }

    private static List<UseOfSchema> Of(Node statement, SchemaNames names, bool isComplete, Func<int, string, Microsoft.CodeAnalysis.Text.TextSpan> locate)
    {
        var use = new SqlUse(names, isComplete, locate);
        use.Visit(statement);
        use.Judge();
        return use._uses;
    }

    /// <summary>Null if it is no SQL, or SQL that only defines things.</summary>
    private static List<Node>? TryParse(string sql)
    {
        try
        {
            var statements = PgQueryParser.Parse(sql).Stmts.Select(statement => statement.Stmt).OfType<Node>().ToList();
            // What a script makes for itself is nobody else's.
            return statements.Exists(statement => statement is CreateStmt or CreateTableAsStmt or ViewStmt)
                ? []
                : [.. statements.Where(statement => statement is SelectStmt or InsertStmt or UpdateStmt or DeleteStmt or MergeStmt or CopyStmt or TruncateStmt or LockStmt or ExplainStmt or DeclareCursorStmt)];
        }
        catch (Exception error) when (error is PgQueryException or InsufficientExecutionStackException)
        {
            return null;
        }
    }

    /// <summary>Puts <c>$1</c> in the place of <c>@name</c> and <c>:name</c>, which clients replace, and of <c>{0}</c>.</summary>
    private static string WithoutParameters(string sql)
    {
        sql = FormatItem().Replace(sql, match => ValueHole.PadRight(match.Length));
        if (!sql.AsSpan().ContainsAny('@', ':')) return sql;
        IReadOnlyList<ScanToken> tokens;
        var bytes = Encoding.UTF8.GetBytes(sql);
        try
        {
            tokens = PgQueryParser.Scan(bytes);
        }
        catch (PgQueryException)
        {
            return sql;
        }

        for (var i = 1; i < tokens.Count; i++)
        {
            var (mark, name) = (tokens[i - 1], tokens[i]);
            if (mark.End != name.Start || name.Kind is not (ScanTokenKind.Identifier or ScanTokenKind.Keyword)) continue;
            var isParameter = bytes[mark.End - 1] == '@' ? mark.Kind == ScanTokenKind.Operator : bytes[mark.End - 1] == ':' && mark.End - mark.Start == 1;
            if (!isParameter) continue;
            bytes.AsSpan(mark.End - 1, name.End - mark.End + 1).Fill((byte)' ');
            "$1"u8.CopyTo(bytes.AsSpan(mark.End - 1));
        }

        return Encoding.UTF8.GetString(bytes);
    }

    private void AddTargets(RangeVar table, IEnumerable<Node> columns)
    {
        foreach (var column in columns.OfType<ResTarget>())
            if (column.Name.Length > 0) _targets.Add((table, column.Name, column.Location));
    }

    private void Judge()
    {
        foreach (var (_, table) in _tables)
            if (!IsExpression(table) && _names.RemovedTable(SchemaOf(table), table.Relname) is { } removed) _uses.Add(new UseOfTable(removed, _locate(table.Location, table.Relname)));

        foreach (var (table, name, location) in _targets)
            if (Relation(table) is { } relation && _names.RemovedColumn(relation, name) is { } removed) Report(removed, location);

        foreach (var (reference, qualifier, name) in _references)
            if (RemovedColumn(qualifier, name) is { } removed) Report(removed, reference.Location);

        foreach (var (table, given) in _inserts)
        {
            if (given.Any(name => name.Contains(NameHole, StringComparison.Ordinal)) || Relation(table) is not { } relation) continue;
            foreach (var required in _names.Required(relation))
                if (!given.Contains(required.Name)) _uses.Add(new OmissionOfColumn(required, null, _locate(table.Location, table.Relname)));
        }
    }

    private void Report(RemovedColumn column, int location) => _uses.Add(new UseOfColumn(column, _locate(location, column.Name)));

    private RemovedColumn? RemovedColumn(string? qualifier, string name)
    {
        if (qualifier is null)
        {
            if (!_isComplete || _hasFunctions || _otherNames.Contains(name) || _tables.Exists(table => table.Alias == name)) return null;
        }

        RemovedColumn? removed = null;
        foreach (var (alias, range) in _tables)
        {
            // schema.table.column has the table's own name before the column.
            if (qualifier is not null && qualifier != alias && !(alias.Contains(NameHole, StringComparison.Ordinal) && qualifier == range.Relname)) continue;
            // Its columns are those of tables that are looked at, or names that the statement gives.
            if (qualifier is null && IsExpression(range)) continue;
            if (range.Alias is { Colnames.Count: > 0 } || Relation(range) is not { } relation) return null;
            if (_names.RemovedColumn(relation, name) is { } column) removed = column;
            else if (!relation.KnowsColumns || relation.Columns.Contains(name)) return null;
        }

        return removed;
    }

    private LivingRelation? Relation(RangeVar table) => IsExpression(table) ? null : _names.Living(SchemaOf(table), table.Relname);

    private bool IsExpression(RangeVar table) => table.Schemaname.Length == 0 && _expressions.Contains(table.Relname);

    private static string SchemaOf(RangeVar table) => table.Schemaname.Contains(NameHole, StringComparison.Ordinal) ? "" : table.Schemaname;

    [GeneratedRegex(@"^[\s(;]*(--[^\n]*\n\s*|/\*.*?\*/\s*)*\(*(SELECT|INSERT|UPDATE|DELETE|MERGE|WITH|COPY|TRUNCATE|LOCK|EXPLAIN|DECLARE|VALUES|TABLE)\b", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Statement();

    [GeneratedRegex(@"\{\d+(:[^{}]*)?\}", RegexOptions.CultureInvariant)]
    private static partial Regex FormatItem();
}
