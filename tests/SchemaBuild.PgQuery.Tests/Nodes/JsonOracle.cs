using System.Reflection;
using System.Text.Json;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.PgQuery.Tests.Nodes;

/// <summary>
/// Compares a tree with the JSON that it was read from by the rule that names a property after its JSON name, with reflection instead of generated
/// code, and collects the types it meets. Each value of the JSON must be in the tree, and the rest of the tree must hold defaults.
/// </summary>
internal sealed class JsonOracle
{
    private readonly List<string> _differences = [];

    /// <summary>The types of the nodes seen so far.</summary>
    public HashSet<Type> Seen { get; } = [];

    public IReadOnlyList<string> Differences => _differences;

    public void Compare(string json, ParseResult result)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = int.MaxValue });
        var stmts = document.RootElement.TryGetProperty("stmts", out var list) ? list.EnumerateArray().ToArray() : [];
        if (document.RootElement.GetProperty("version").GetInt32() != result.Version || stmts.Length != result.Stmts.Count)
            _differences.Add("version or number of statements");
        foreach (var (element, stmt) in stmts.Zip(result.Stmts))
            CompareNode("stmts", element, stmt);
    }

    private void CompareNode(string path, JsonElement json, Node node)
    {
        Seen.Add(node.GetType());
        var properties = node.GetType().GetProperties().ToDictionary(property => property.Name);
        properties.Remove(nameof(Node.Location));
        foreach (var member in json.EnumerateObject())
        {
            var here = $"{path}.{member.Name}";
            if (member is { Name: "location", Value.ValueKind: JsonValueKind.Number })
                Equal(here, member.Value.GetInt32(), node.Location);
            else if (properties.Remove(PropertyName(node, member.Name), out var property))
                CompareValue(here, member.Value, property.GetValue(node), property);
            else
                _differences.Add($"{here}: no property");
        }

        foreach (var property in properties.Values)
            if (!IsDefault(property.GetValue(node)))
                _differences.Add($"{path}.{property.Name}: not in the JSON");
        if (!json.TryGetProperty("location", out _) && node.Location is not (0 or -1))
            _differences.Add($"{path}: location not in the JSON");
    }

    private static string PropertyName(Node node, string json)
    {
        if (node is A_Const && json.EndsWith("val", StringComparison.Ordinal))
            return "Val";
        var name = string.Concat(json.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
        return name == "Location" || name == node.GetType().Name ? name + "Value" : name;
    }

    private void CompareValue(string path, JsonElement json, object? value, PropertyInfo property)
    {
        switch (value)
        {
            case Node node when property.PropertyType == typeof(Node) && property.DeclaringType != typeof(A_Const):
                CompareWrapped(path, json, node);
                break;
            case Node node:
                CompareNode(path, json, node);
                break;
            case IReadOnlyList<Node> nodes:
                Equal(path, json.GetArrayLength(), nodes.Count);
                foreach (var (element, node) in json.EnumerateArray().Zip(nodes))
                    CompareWrapped(path + "[]", element, node);
                break;
            case Enum or string:
                Equal(path, json.GetString(), value.ToString());
                break;
            case bool:
                Equal(path, json.GetBoolean(), value);
                break;
            case int or long:
                Equal(path, json.GetInt64(), Convert.ToInt64(value, null));
                break;
            default:
                _differences.Add($"{path}: {json.GetRawText()} became {value ?? "null"}");
                break;
        }
    }

    private void CompareWrapped(string path, JsonElement json, Node node)
    {
        if (json.EnumerateObject().ToArray() is not [var wrapper])
        {
            Equal(path, "{}", json.GetRawText());
            Equal(path, typeof(NullNode), node.GetType());
            Seen.Add(typeof(NullNode));
            return;
        }
        var name = wrapper.Name switch
        {
            "List" => nameof(NodeList),
            "Integer" or "Float" or "Boolean" or "String" or "BitString" => wrapper.Name + "Value",
            _ => wrapper.Name,
        };
        Equal(path, name, node.GetType().Name);
        CompareNode($"{path}.{wrapper.Name}", wrapper.Value, node);
    }

    private void Equal(string path, object? expected, object? actual)
    {
        if (!Equals(expected, actual))
            _differences.Add($"{path}: expected {expected}, found {actual}");
    }

    private static bool IsDefault(object? value) => value switch
    {
        null or 0 or 0L or false or "" => true,
        Enum member => Convert.ToInt32(member, null) == 0,
        IReadOnlyList<Node> nodes => nodes.Count == 0,
        _ => false,
    };
}
