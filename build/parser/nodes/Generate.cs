// Writes src/SchemaBuild.PgQuery/Generated from the npm package @pgsql/types. Needs npm; from the root of the repository:
//     dotnet run build/parser/nodes/Generate.cs

using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

const string Package = "@pgsql/types@18.0.0";
const string Integrity = "sha512-jtAY4JU7jdVYZ/Vv3zlZqVP+FRWZokyCLKPPCnAApiaJAElpyyiMC3HRiquBu29kSrVs+rkqZD50SUIb/zyEGw==";

var files = Fetch();
var schema = Schema.Parse(files["types.d.ts"], files["enums.d.ts"]);
var output = Path.Combine(SourceFolder(), "../../../src/SchemaBuild.PgQuery/Generated");
File.WriteAllText(Path.Combine(output, "Enums.g.cs"), Emit.Enums(schema));
File.WriteAllText(Path.Combine(output, "Nodes.g.cs"), Emit.Nodes(schema));
File.WriteAllText(Path.Combine(output, "NodeReader.g.cs"), Emit.Reader(schema));
Console.WriteLine($"{schema.Nodes.Count} nodes, {schema.Enums.Count} enums from {Package}");

static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

static Dictionary<string, string> Fetch()
{
    var folder = Directory.CreateTempSubdirectory("pgsql-types-").FullName;
    try
    {
        var command = new ProcessStartInfo("npm", ["pack", "--silent", Package]) { WorkingDirectory = folder, RedirectStandardOutput = true };
        using (var npm = Process.Start(command)!)
        {
            npm.WaitForExit();
            if (npm.ExitCode != 0)
                throw new InvalidOperationException($"`npm pack {Package}` failed with exit code {npm.ExitCode}.");
        }
        var archive = File.ReadAllBytes(Directory.GetFiles(folder, "*.tgz").Single());
        var actual = "sha512-" + Convert.ToBase64String(SHA512.HashData(archive));
        if (actual != Integrity)
            throw new InvalidOperationException($"{Package} has the integrity {actual}, expected {Integrity}.");

        var files = new Dictionary<string, string>();
        using var tar = new TarReader(new GZipStream(new MemoryStream(archive), CompressionMode.Decompress));
        while (tar.GetNextEntry() is { } entry)
            if (entry is { EntryType: TarEntryType.RegularFile or TarEntryType.V7RegularFile, DataStream: { } data })
                files[entry.Name["package/".Length..]] = new StreamReader(data).ReadToEnd();
        return files;
    }
    finally
    {
        Directory.Delete(folder, recursive: true);
    }
}

internal sealed record EnumType(string Name, string[] Members);

internal sealed record Field(string Json, string Type, bool IsList);

internal sealed record NodeType(string Json, IReadOnlyList<Field> Fields)
{
    public string Class => Json switch
    {
        "Integer" or "Float" or "Boolean" or "String" or "BitString" => Json + "Value",
        "List" => "NodeList",
        _ => Json,
    };

    public bool HasLocation => Fields.Any(IsLocation);

    public static bool IsLocation(Field field) => field is { Json: "location", Type: "number", IsList: false };

    public string PropertyOf(Field field)
    {
        if (IsLocation(field))
            return "OwnLocation";
        var name = string.Concat(field.Json.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
        return name == Class || name == "Location" ? name + "Value" : name;
    }
}

internal sealed partial class Schema
{
    // Made by parse analysis, the rewriter or the planner, or part of libpg_query's other results: no raw parse tree holds one.
    private static readonly HashSet<string> NotRaw =
    [
        "Aggref", "AlternativeSubPlan", "ArrayCoerceExpr", "ArrayExpr", "CallContext", "CaseTestExpr", "CoerceToDomain",
        "CoerceToDomainValue", "CoerceViaIO", "CollateExpr", "ConvertRowtypeExpr", "DistinctExpr", "FieldSelect", "FieldStore",
        "FilterColumn", "FromExpr", "FuncExpr", "Function", "InferenceElem", "InlineCodeBlock", "IntList", "JsonConstructorExpr",
        "JsonExpr", "JsonTablePath", "JsonTablePathScan", "JsonTableSiblingJoin", "MergeAction", "NextValueExpr", "NullIfExpr",
        "OidList", "OnConflictExpr", "OpExpr", "PLAssignStmt", "Param", "ParseResult", "PartitionRangeDatum", "Query",
        "RTEPermissionInfo", "RangeTblEntry", "RangeTblFunction", "RangeTblRef", "RelabelType", "ReturningExpr", "RowCompareExpr",
        "RowMarkClause", "ScalarArrayOpExpr", "ScanResult", "ScanToken", "SetOperationStmt", "SortGroupClause", "SubPlan",
        "SubscriptingRef", "SummaryResult", "Table", "TableFunc", "TableSampleClause", "TargetEntry", "Var", "WindowClause",
        "WindowFunc", "WindowFuncRunCondition", "WithCheckOption",
    ];

    public required IReadOnlyList<NodeType> Nodes { get; init; }
    public required IReadOnlyList<EnumType> Enums { get; init; }

    /// <summary>The nodes that stand in a list or field declared as <c>Node</c>, wrapped in an object that names their type.</summary>
    public required IReadOnlyList<NodeType> Wrapped { get; init; }

    public NodeType? Node(string json) => Nodes.FirstOrDefault(node => node.Json == json);

    public static Schema Parse(string types, string enums)
    {
        var union = UnionPattern().Match(types).Groups[1].Value;
        var wrapped = MemberPattern().Matches(union).Select(match => match.Groups[1].Value).ToHashSet();
        var all = InterfacePattern().Matches(types).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        if (NotRaw.Where(name => !all.ContainsKey(name)).ToArray() is [_, ..] unknown)
            throw new InvalidOperationException("Not in the package: " + string.Join(", ", unknown));

        var nodes = all.Where(pair => !NotRaw.Contains(pair.Key)).Select(pair => new NodeType(pair.Key, [.. FieldPattern().Matches(pair.Value)
            .Select(match => new Field(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Success))
            .Where(field => field.Json != "xpr" && !NotRaw.Contains(field.Type))])).ToArray();
        var used = nodes.SelectMany(node => node.Fields).Select(field => field.Type).ToHashSet();
        var kept = EnumPattern().Matches(enums)
            .Select(match => new EnumType(match.Groups[1].Value, [.. LiteralPattern().Matches(match.Groups[2].Value).Select(m => m.Groups[1].Value)]))
            .Where(type => used.Contains(type.Name)).ToArray();

        string[] scalars = ["Node", "string", "number", "boolean", "bigint"];
        if (used.Except(scalars).Except(nodes.Select(node => node.Json)).Except(kept.Select(type => type.Name)).ToArray() is [_, ..] strange)
            throw new InvalidOperationException("Types without a declaration: " + string.Join(", ", strange));
        return new Schema { Nodes = nodes, Enums = kept, Wrapped = [.. nodes.Where(node => wrapped.Contains(node.Json))] };
    }

    [GeneratedRegex(@"export type Node = (.*?);\s*export", RegexOptions.Singleline)]
    private static partial Regex UnionPattern();

    [GeneratedRegex(@"\{\s*(\w+): \1;\s*\}")]
    private static partial Regex MemberPattern();

    [GeneratedRegex(@"export interface (\w+) \{(.*?)\}", RegexOptions.Singleline)]
    private static partial Regex InterfacePattern();

    [GeneratedRegex(@"(\w+)\?: (\w+)(\[\])?;")]
    private static partial Regex FieldPattern();

    [GeneratedRegex(@"export type (\w+) = ([^;]+);")]
    private static partial Regex EnumPattern();

    [GeneratedRegex("\"(\\w+)\"")]
    private static partial Regex LiteralPattern();
}

internal sealed class Writer
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public void Line(string text = "")
    {
        if (text is "}" or "};")
            _depth--;
        _text.Append(' ', text.Length == 0 ? 0 : 4 * _depth).Append(text).Append('\n');
        if (text == "{")
            _depth++;
    }

    public void Indented(string text)
    {
        _depth++;
        Line(text);
        _depth--;
    }

    public void Block(string header, Action body, string end = "}")
    {
        Line(header);
        Line("{");
        body();
        Line(end);
    }

    public override string ToString() => _text.ToString();
}

internal static class Emit
{
    public static string Enums(Schema schema)
    {
        var writer = Start();
        foreach (var type in schema.Enums)
        {
            writer.Line();
            writer.Line($"/// <summary>PostgreSQL's enumeration of this name.</summary>");
            writer.Block($"public enum {type.Name}", () =>
            {
                foreach (var member in type.Members)
                    writer.Line(member + ",");
            });
        }
        return writer.ToString();
    }

    public static string Nodes(Schema schema)
    {
        var writer = Start();
        foreach (var node in schema.Nodes)
        {
            writer.Line();
            writer.Line($"/// <summary>PostgreSQL's node <c>{node.Json}</c>.</summary>");
            writer.Block($"public sealed partial class {node.Class} : Node", () => Members(writer, schema, node));
        }
        return writer.ToString();
    }

    private static void Members(Writer writer, Schema schema, NodeType node)
    {
        writer.Line($"internal {node.Class}() {{ }}");
        foreach (var (property, type, initial) in Properties(schema, node))
            writer.Line($"public {type} {property} {{ get; internal set; }}{initial}");
        if (node.HasLocation)
        {
            writer.Line("internal int OwnLocation;");
            writer.Line("public override int Location => OwnLocation;");
        }

        var children = Properties(schema, node).Where(property => property.Child).ToArray();
        if (children.Length == 0)
            return;
        writer.Block("public override void VisitChildren(NodeVisitor visitor)", () =>
        {
            foreach (var (property, _, initial, _) in children)
                writer.Line($"Visit(visitor, {property});");
        });
    }

    private static IEnumerable<Property> Properties(Schema schema, NodeType node)
    {
        if (node.Json == "A_Const")
            yield return new("Val", "Node?", "", Child: true);
        foreach (var field in node.Fields)
        {
            if (NodeType.IsLocation(field) || IsConstantValue(schema, node, field))
                continue;
            var target = schema.Node(field.Type);
            var child = target is not null || field.Type == "Node";
            var type = Type(field.Type, target);
            yield return field.IsList
                ? new(node.PropertyOf(field), $"IReadOnlyList<{type}>", " = [];", child)
                : new(node.PropertyOf(field), child ? type + "?" : type, type == "string" ? " = \"\";" : "", child);
        }
    }

    private static string Type(string type, NodeType? target) => type switch
    {
        "number" => "int",
        "bigint" => "long",
        "boolean" => "bool",
        _ => target?.Class ?? type,
    };

    // The C struct has one union of value nodes; the JSON names its member.
    private static bool IsConstantValue(Schema schema, NodeType node, Field field) => node.Json == "A_Const" && schema.Node(field.Type) is not null;

    public static string Reader(Schema schema)
    {
        var fields = schema.Nodes.SelectMany(node => node.Fields).Select(field => field.Json).Distinct().Order(StringComparer.Ordinal).ToArray();
        var writer = Start();
        writer.Line();
        writer.Block("internal ref partial struct NodeReader", () =>
        {
            Names(writer, "NodeNames", schema.Wrapped.Select(node => node.Json));
            Names(writer, "FieldNames", fields);
            Names(writer, "MemberNames", schema.Enums.SelectMany(type => type.Members));
            writer.Line();
            writer.Block("private Node ReadNode(int type) => type switch", () =>
            {
                foreach (var (index, node) in schema.Wrapped.Index())
                    writer.Line($"{index} => Read{node.Class}(),");
                writer.Line("_ => throw Unknown(\"node\"),");
            }, end: "};");
            foreach (var node in schema.Nodes)
                Node(writer, schema, node, fields);
            writer.Line();
            var first = 0;
            foreach (var type in schema.Enums)
            {
                writer.Line($"private {type.Name} Read{type.Name}() => ({type.Name})ReadMember({first}, {type.Members.Length});");
                first += type.Members.Length;
            }
        });
        return writer.ToString();
    }

    private static void Node(Writer writer, Schema schema, NodeType node, string[] fields)
    {
        writer.Line();
        writer.Block($"private {node.Class} Read{node.Class}()", () =>
        {
            writer.Line($"var node = new {node.Class}();");
            writer.Line("Enter();");
            writer.Block("while (NextField() is var field and not End)", () => writer.Block("switch (field)", () =>
            {
                foreach (var field in node.Fields)
                    writer.Line($"case {Array.IndexOf(fields, field.Json)}: node.{Assignment(schema, node, field)}; break; // {field.Json}");
                writer.Line($"default: throw Unknown(\"field of {node.Json}\");");
            }));
            writer.Line("return node;");
        });
    }

    private static string Assignment(Schema schema, NodeType node, Field field)
    {
        var property = IsConstantValue(schema, node, field) ? "Val" : node.PropertyOf(field);
        var value = field switch
        {
            { IsList: true, Type: "Node" } => "ReadNodes()",
            { IsList: true } => throw new InvalidOperationException($"{node.Json}.{field.Json}: no reader for a list of {field.Type}."),
            { Type: "Node" } => "ReadNode()",
            { Type: "string" } => "ReadString()",
            { Type: "number" } => "ReadInt()",
            { Type: "bigint" } => "ReadLong()",
            { Type: "boolean" } => "ReadBool()",
            _ => $"Read{schema.Node(field.Type)?.Class ?? field.Type}()",
        };
        return $"{property} = {value}";
    }

    private static void Names(Writer writer, string name, IEnumerable<string> values)
    {
        var lines = values.Chunk(8).Select(chunk => $"\"{string.Join(' ', chunk)}").ToArray();
        writer.Line($"private static readonly NameTable {name} = new(");
        foreach (var line in lines[..^1])
            writer.Indented(line + " \" +");
        writer.Indented(lines[^1] + "\");");
    }

    private static Writer Start()
    {
        var writer = new Writer();
        writer.Line("// <auto-generated/> by build/parser/nodes/Generate.cs");
        writer.Line("#nullable enable");
        writer.Line("#pragma warning disable CS1591    // a field means what it means in PostgreSQL's nodes/parsenodes.h and nodes/primnodes.h");
        writer.Line();
        writer.Line("namespace SchemaBuild.PgQuery.Nodes;");
        return writer;
    }

    private sealed record Property(string Name, string Type, string Initial, bool Child)
    {
        public void Deconstruct(out string name, out string type, out string initial) => (name, type, initial) = (Name, Type, Initial);
    }
}
