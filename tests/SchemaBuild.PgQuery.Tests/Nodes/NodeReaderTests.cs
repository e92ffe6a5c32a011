using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.PgQuery.Tests.Nodes;

public sealed class NodeReaderTests
{
    [Fact]
    public void A_statement_becomes_typed_nodes()
    {
        var result = NodeReader.ReadParseResult("""
            {"version":180004,"stmts":[
            {"stmt":{"CheckPointStmt":{}},"stmt_len":10},
            {"stmt":{"AlterTableStmt":{"relation":{"schemaname":"s","relname":"t","inh":true,"relpersistence":"p","location":24},
            "cmds":[{"AlterTableCmd":{"subtype":"AT_DropColumn","name":"a","behavior":"DROP_CASCADE","missing_ok":true}}],
            "objtype":"OBJECT_TABLE"}},"stmt_location":12,"stmt_len":34}]}
            """u8);

        Assert.Equal(180004, result.Version);
        Assert.Equal([(0, 10), (12, 34)], result.Stmts.Select(stmt => (stmt.StmtLocation, stmt.StmtLen)));
        Assert.IsType<CheckPointStmt>(result.Stmts[0].Stmt);
        var alter = Assert.IsType<AlterTableStmt>(result.Stmts[1].Stmt);
        var relation = alter.Relation!;
        Assert.Equal(("", "s", "t"), (relation.Catalogname, relation.Schemaname, relation.Relname));
        Assert.Equal((true, 24), (relation.Inh, relation.Location));
        Assert.Equal(ObjectType.OBJECT_TABLE, alter.Objtype);
        var command = Assert.IsType<AlterTableCmd>(Assert.Single(alter.Cmds));
        Assert.Equal((AlterTableType.AT_DropColumn, DropBehavior.DROP_CASCADE, true), (command.Subtype, command.Behavior, command.MissingOk));
        Assert.Null(command.Def);
        Assert.Equal(-1, alter.Location);
    }

    [Fact]
    public void Each_kind_of_constant_is_one_node_and_an_omitted_value_is_zero()
    {
        Assert.Equal(7, Assert.IsType<IntegerValue>(Constant("""{"ival":{"ival":7},"location":3}""").Val).Ival);
        Assert.Equal(0, Assert.IsType<IntegerValue>(Constant("""{"ival":{}}""").Val).Ival);
        Assert.Equal("1.5", Assert.IsType<FloatValue>(Constant("""{"fval":{"fval":"1.5"}}""").Val).Fval);
        Assert.True(Assert.IsType<BooleanValue>(Constant("""{"boolval":{"boolval":true}}""").Val).Boolval);
        Assert.False(Assert.IsType<BooleanValue>(Constant("""{"boolval":{}}""").Val).Boolval);
        Assert.Equal("", Assert.IsType<StringValue>(Constant("""{"sval":{"sval":""}}""").Val).Sval);
        Assert.Equal("b101", Assert.IsType<BitStringValue>(Constant("""{"bsval":{"bsval":"b101"}}""").Val).Bsval);
        Assert.Equal((null, true), (Constant("""{"isnull":true}""").Val, Constant("""{"isnull":true}""").Isnull));

        static A_Const Constant(string json) => Assert.IsType<A_Const>(Stmt($$"""{"A_Const":{{json}}}"""));
    }

    [Theory]
    [InlineData("""{"location":5}""", 5)]
    [InlineData("{}", 0)]
    [InlineData("""{"location":-1}""", -1)]
    public void An_omitted_location_is_the_start_of_the_text(string json, int location) =>
        Assert.Equal(location, Stmt($$"""{"ColumnRef":{{json}}}""").Location);

    [Fact]
    public void A_null_in_a_list_keeps_its_place()
    {
        var objects = Assert.IsType<ObjectWithArgs>(Stmt("""{"ObjectWithArgs":{"objargs":[{},{"TypeName":{"typemod":-1}}]}}"""));
        Assert.Collection(objects.Objargs, first => Assert.IsType<NullNode>(first), second => Assert.IsType<TypeName>(second));
    }

    [Fact]
    public void Lists_nest_and_a_missing_list_is_empty()
    {
        var select = Assert.IsType<SelectStmt>(Stmt("""
            {"SelectStmt":{"valuesLists":[{"List":{"items":[{"Integer":{"ival":1}},{"Integer":{"ival":2}}]}},{"List":{}}],"op":"SETOP_NONE"}}
            """));
        Assert.Equal([[1, 2], []], select.ValuesLists.Select(row => ((NodeList)row).Items.Select(item => ((IntegerValue)item).Ival)));
        Assert.Empty(select.TargetList);
    }

    [Fact]
    public void Strings_keep_every_character()
    {
        Assert.Equal("\" / \\ \t \u007f é \u2028 😀", String("""\" \/ \\ \t \u007f \u00e9 \u2028 \ud83d\ude00"""));
        Assert.Equal("é \u2028 😀", String("é \u2028 😀"));
        Assert.Equal(new string('x', 100_000), String(new string('x', 100_000)));

        static string String(string json) => Assert.IsType<StringValue>(Stmt($$$"""{"String":{"sval":"{{{json}}}"}}""")).Sval;
    }

    [Fact]
    public void Many_strings_do_not_become_one_another()
    {
        var names = Enumerable.Range(0, 20_000).Select(index => $"name_{index:x}").ToArray();
        var items = string.Join(',', names.Select(name => "{\"String\":{\"sval\":\"" + name + "\"}}"));
        var list = Assert.IsType<NodeList>(Stmt("{\"List\":{\"items\":[" + items + "]}}"));
        Assert.Equal(names, list.Items.Select(item => ((StringValue)item).Sval));
    }

    [Theory]
    [InlineData("""{"NewStmt":{}}""", "Unknown node at byte * of the parse tree: NewStmt.")]
    [InlineData("""{"ColumnRef":{"kind":1}}""", "Unknown field of ColumnRef at byte * of the parse tree: kind.")]
    [InlineData("""{"ColumnRef":{"new_field":1}}""", "Unknown field of ColumnRef at byte * of the parse tree: new_field.")]
    [InlineData("""{"A_Star":{"name":"x"}}""", "Unknown field of A_Star at byte * of the parse tree: name.")]
    [InlineData("""{"DropStmt":{"behavior":"DROP_SOFTLY"}}""", "Unknown member of an enumeration at byte * of the parse tree: DROP_SOFTLY.")]
    [InlineData("""{"DropStmt":{"behavior":"OBJECT_TABLE"}}""", "Unknown member of an enumeration at byte * of the parse tree: OBJECT_TABLE.")]
    [InlineData("""{"A_Star":{},"A_Expr":{}}""", "Unknown second node in one object at byte * of the parse tree: A_Expr.")]
    [InlineData("""{"ColumnRef":[]}""", "Expected an object at byte * of the parse tree, found StartArray.")]
    [InlineData("""{"ColumnRef":{"fields":{}}}""", "Expected an array at byte * of the parse tree, found StartObject.")]
    [InlineData("""{"ColumnRef":{"fields":[null]}}""", "Expected an object at byte * of the parse tree, found Null.")]
    [InlineData("""{"ColumnRef":{"location":"1"}}""", "Expected a 32-bit number at byte * of the parse tree, found String.")]
    [InlineData("""{"ColumnRef":{"location":4294967296}}""", "Expected a 32-bit number at byte * of the parse tree, found Number.")]
    [InlineData("""{"FetchStmt":{"howMany":1e9}}""", "Expected a 64-bit number at byte * of the parse tree, found Number.")]
    [InlineData("""{"RangeVar":{"inh":1}}""", "Expected a boolean at byte * of the parse tree, found Number.")]
    [InlineData("""{"RangeVar":{"relname":null}}""", "Expected a string at byte * of the parse tree, found Null.")]
    [InlineData("""{"DropStmt":{"behavior":1}}""", "Expected a member of an enumeration at byte * of the parse tree, found Number.")]
    public void What_the_nodes_do_not_know_is_an_error(string json, string message)
    {
        var exception = Assert.Throws<JsonException>(() => Stmt(json));
        Assert.Matches("^" + Regex.Escape(message).Replace("\\*", "[0-9]+", StringComparison.Ordinal) + "$", exception.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"version":1,"stmts":[{"stmt":{"A_Star":{}}}""")]
    [InlineData("""{"version":1,"other":1}""")]
    [InlineData("""{"version":1}{""")]
    public void A_broken_document_is_an_error(string json) =>
        Assert.ThrowsAny<JsonException>(() => NodeReader.ReadParseResult(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void An_escaped_string_that_is_not_utf8_is_an_error()
    {
        byte[] json = [.. """{"stmts":[{"stmt":{"String":{"sval":"\n"""u8, 0xff, .. "\"}}}]}"u8];
        Assert.Throws<JsonException>(() => NodeReader.ReadParseResult(json));
    }

    [Fact]
    public void A_level_takes_less_than_four_kilobytes_of_the_stack() =>
        OnStackOf(1000 * 4096, () => new Walker().Visit(Stmt(Nested(1000))));

    [Fact]
    public void A_tree_too_deep_for_the_stack_is_an_exception_and_the_next_one_is_read() => OnStackOf(1 << 20, () =>
    {
        Assert.Throws<InsufficientExecutionStackException>(() => Stmt(Nested(100_000)));
        Assert.IsType<A_Expr>(Stmt(Nested(10)));
    });

    [Fact]
    public void A_visitor_meets_every_node_once_in_order()
    {
        var walker = new Walker();
        walker.Visit(Stmt("""
            {"SelectStmt":{"targetList":[{"ResTarget":{"val":{"A_Const":{"ival":{"ival":1}}}}},
            {"ResTarget":{"val":{"ColumnRef":{"fields":[{"A_Star":{}}]}}}}],
            "fromClause":[{"RangeVar":{"relname":"t","alias":{"aliasname":"x"}}}],"whereClause":{"A_Expr":{"lexpr":{"ParamRef":{}}}}}}
            """));
        Assert.Equal(
            ["SelectStmt", "ResTarget", "A_Const", "IntegerValue", "ResTarget", "ColumnRef", "A_Star", "RangeVar", "Alias", "A_Expr", "ParamRef"],
            walker.Met.Select(node => node.GetType().Name));
    }

    private static Node Stmt(string json) =>
        NodeReader.ReadParseResult(Encoding.UTF8.GetBytes($$"""{"version":180004,"stmts":[{"stmt":{{json}}}]}""")).Stmts[0].Stmt!;

    private static string Nested(int levels) =>
        string.Concat(Enumerable.Repeat("""{"A_Expr":{"lexpr":""", levels)) + """{"A_Star":{}}""" + string.Concat(Enumerable.Repeat("}}", levels));

    private static void OnStackOf(int bytes, Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(action), bytes);
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }

    private sealed class Walker : NodeVisitor
    {
        public List<Node> Met { get; } = [];

        public override void Visit(Node node)
        {
            Met.Add(node);
            base.Visit(node);
        }
    }
}
