using System.Text.Json;
using SchemaBuild.PgQuery.Native;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.PgQuery;

/// <summary>Reads <c>{"plpgsql_funcs":[{"PLpgSQL_function":{…}}, …]}</c>.</summary>
internal ref struct PlPgSqlReader
{
    private readonly NodeReaderScratch _scratch = NodeReaderScratch.OfThread;
    private Utf8JsonReader _reader;

    private PlPgSqlReader(ReadOnlySpan<byte> json)
    {
        _reader = new Utf8JsonReader(json, AnswerDepth.Options);
    }

    public static IReadOnlyList<PlPgSqlFunction> ReadFunctions(ReadOnlySpan<byte> json)
    {
        var reader = new PlPgSqlReader(json);
        reader._reader.Read();
        var functions = new List<PlPgSqlFunction>();
        foreach (var function in reader.ReadNode().GetNodes("plpgsql_funcs"))
        {
            // Functions in other languages are listed without a body.
            if (function.GetNode("action") is { } body)
                functions.Add(new PlPgSqlFunction(function.GetNodes("datums"), body));
        }
        return functions;
    }

    /// <summary>Starts on the opening brace, stops on the closing one. The C structure's name wraps its fields: <c>{"PLpgSQL_var":{…}}</c>.</summary>
    private PlPgSqlNode ReadNode()
    {
        AnswerDepth.Check(_reader.CurrentDepth);
        var fields = new List<KeyValuePair<string, object>>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var name = _scratch.GetString(_reader.ValueSpan);
            _reader.Read();
            if (name.StartsWith("PLpgSQL_", StringComparison.Ordinal) && _reader.TokenType == JsonTokenType.StartObject)
            {
                var node = ReadNode();
                _reader.Read();
                return node.WithType(name);
            }
            fields.Add(new(name, ReadValue()));
        }
        return new PlPgSqlNode("", fields);
    }

    private object ReadValue() => _reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadNode(),
        JsonTokenType.StartArray => ReadNodes(),
        JsonTokenType.String => _reader.GetString()!,
        _ => _scratch.GetString(_reader.ValueSpan),
    };

    private List<PlPgSqlNode> ReadNodes()
    {
        var nodes = new List<PlPgSqlNode>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            nodes.Add(ReadNode());
        return nodes;
    }
}
