namespace SchemaBuild.PgQuery;

/// <summary>A node of a PL/pgSQL tree: a statement, an expression, a variable … under the names of PostgreSQL's <c>plpgsql.h</c>.</summary>
public sealed class PlPgSqlNode
{
    private readonly IReadOnlyList<KeyValuePair<string, object>> _fields;

    /// <param name="type">Name of the C structure.</param>
    /// <param name="fields">Each value is a string, a node or a list of nodes.</param>
    internal PlPgSqlNode(string type, IReadOnlyList<KeyValuePair<string, object>> fields)
    {
        Type = type;
        _fields = fields;
        LineNumber = GetText("lineno") is { } line ? int.Parse(line, System.Globalization.CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>The C structure, for example <c>PLpgSQL_stmt_execsql</c>; empty for parts that have none of their own.</summary>
    public string Type { get; }

    /// <summary>Line within the function's body, from 1 for the one on which the body's opening quote is; 0 if the node records none.</summary>
    public int LineNumber { get; }

    /// <summary>Every node directly below this one.</summary>
    public IEnumerable<PlPgSqlNode> Children
    {
        get
        {
            foreach (var (_, value) in _fields)
            {
                if (value is PlPgSqlNode node)
                    yield return node;
                else if (value is IReadOnlyList<PlPgSqlNode> nodes)
                {
                    foreach (var element in nodes)
                        yield return element;
                }
            }
        }
    }

    /// <summary>A string, number or boolean (<c>true</c>) as text; null if the field is not set.</summary>
    public string? GetText(string field) => Find(field) as string;

    /// <summary>A node; null if the field is not set.</summary>
    public PlPgSqlNode? GetNode(string field) => Find(field) as PlPgSqlNode;

    /// <summary>A list of nodes; empty if the field is not set.</summary>
    public IReadOnlyList<PlPgSqlNode> GetNodes(string field) => Find(field) as IReadOnlyList<PlPgSqlNode> ?? [];

    /// <summary>The same fields under the name that wraps them.</summary>
    internal PlPgSqlNode WithType(string type) => new(type, _fields);

    internal bool Holds(string field, PlPgSqlNode child) => ReferenceEquals(Find(field), child);

    private object? Find(string field)
    {
        foreach (var (name, value) in _fields)
        {
            if (name == field)
                return value;
        }
        return null;
    }
}
