using System.Text;
using System.Text.Json;
using SchemaBuild.PgQuery.Native;

namespace SchemaBuild.PgQuery.Nodes;

/// <summary>
/// Reads the JSON of libpg_query into nodes, forward only. The generated part holds one method for each node and each enumeration. What it does
/// not know is an error, never skipped: a tree with a hole would let a statement pass unjudged.
/// </summary>
internal ref partial struct NodeReader
{
    private const int End = -2;

    private readonly NodeReaderScratch _scratch;
    private Utf8JsonReader _reader;
    private ReadOnlySpan<byte> _name;

    private NodeReader(ReadOnlySpan<byte> json, NodeReaderScratch scratch)
    {
        _reader = new Utf8JsonReader(json, AnswerDepth.Options);
        _scratch = scratch;
    }

    /// <exception cref="JsonException">The JSON is not that of the version of libpg_query which the nodes were generated for.</exception>
    /// <exception cref="InsufficientExecutionStackException">The tree is too deep for the stack of this thread.</exception>
    public static ParseResult ReadParseResult(ReadOnlySpan<byte> json)
    {
        var scratch = NodeReaderScratch.OfThread;
        try
        {
            return new NodeReader(json, scratch).ReadParseResult();
        }
        finally
        {
            scratch.Clear();
        }
    }

    private ParseResult ReadParseResult()
    {
        var version = 0;
        RawStmt[] stmts = [];
        _reader.Read();
        Enter();
        while (NextName())
        {
            if (_name.SequenceEqual("version"u8))
                version = ReadInt();
            else if (_name.SequenceEqual("stmts"u8))
                stmts = ReadStmts();
            else
                throw Unknown("field of ParseResult");
        }
        return _reader.Read() ? throw Unexpected("the end") : new ParseResult(version, stmts);
    }

    private RawStmt[] ReadStmts()
    {
        var stmts = new List<RawStmt>();
        EnterArray();
        while (NextElement())
            stmts.Add(ReadRawStmt());
        return [.. stmts];
    }

    // Every Read… method below and in the generated part starts on the first token of its value and stops on the last one.

    private Node[] ReadNodes()
    {
        EnterArray();
        var start = _scratch.Count;
        while (NextElement())
            _scratch.Push(ReadNode());
        return _scratch.PopFrom(start);
    }

    private Node ReadNode()
    {
        Enter();
        if (!NextName())
            return NullNode.Instance;
        var node = ReadNode(NodeNames.IndexOf(_name));
        return NextName() ? throw Unknown("second node in one object") : node;
    }

    private readonly string ReadString() => _reader.TokenType != JsonTokenType.String ? throw Unexpected("a string")
        : _reader.ValueIsEscaped ? ReadEscapedString()
        : _scratch.GetString(_reader.ValueSpan);

    private readonly string ReadEscapedString()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException($"A string at byte {_reader.TokenStartIndex} of the parse tree is not UTF-8.", exception);
        }
    }

    private readonly int ReadInt() =>
        _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt32(out var value) ? value : throw Unexpected("a 32-bit number");

    private readonly long ReadLong() =>
        _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt64(out var value) ? value : throw Unexpected("a 64-bit number");

    private readonly bool ReadBool() => _reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw Unexpected("a boolean"),
    };

    // The members of an enumeration stand together in the table, in the order of their values.
    private int ReadMember(int first, int count)
    {
        if (_reader.TokenType != JsonTokenType.String)
            throw Unexpected("a member of an enumeration");
        _name = _reader.ValueSpan;
        var value = MemberNames.IndexOf(_name) - first;
        return (uint)value < (uint)count ? value : throw Unknown("member of an enumeration");
    }

    private readonly void Enter()
    {
        AnswerDepth.Check(_reader.CurrentDepth);
        if (_reader.TokenType != JsonTokenType.StartObject)
            throw Unexpected("an object");
    }

    private readonly void EnterArray()
    {
        if (_reader.TokenType != JsonTokenType.StartArray)
            throw Unexpected("an array");
    }

    private bool NextName()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.EndObject)
            return false;
        _name = _reader.ValueSpan;
        _reader.Read();
        return true;
    }

    private int NextField() => NextName() ? FieldNames.IndexOf(_name) : End;

    private bool NextElement()
    {
        _reader.Read();
        return _reader.TokenType != JsonTokenType.EndArray;
    }

    private readonly JsonException Unknown(string what) =>
        new($"Unknown {what} at byte {_reader.TokenStartIndex} of the parse tree: {Encoding.UTF8.GetString(_name)}.");

    private readonly JsonException Unexpected(string expected) =>
        new($"Expected {expected} at byte {_reader.TokenStartIndex} of the parse tree, found {_reader.TokenType}.");
}
