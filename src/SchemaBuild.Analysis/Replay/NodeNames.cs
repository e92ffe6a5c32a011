using SchemaBuild.Analysis.Catalog;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>Names in the several shapes in which the grammar gives them.</summary>
internal static class NodeNames
{
    public static string Text(Node? node) => node is StringValue text ? text.Sval : "";

    /// <summary>The parts of a dotted name: a list of strings, one string, or a type name.</summary>
    public static IReadOnlyList<string> Parts(Node? name) => name switch
    {
        NodeList list => [.. list.Items.Select(Text)],
        TypeName type => [.. type.Names.Select(Text)],
        ObjectWithArgs function => [.. function.Objname.Select(Text)],
        StringValue text => [text.Sval],
        RangeVar { Schemaname.Length: > 0 } table => [table.Schemaname, table.Relname],
        RangeVar table => [table.Relname],
        _ => [],
    };

    /// <summary>Schema and name of a dotted name; the schema is empty if none is given, and a database name in front is dropped.</summary>
    public static QualifiedName Qualified(Node? name)
    {
        return name switch
        {
            NodeList list => Qualified(list.Items),
            TypeName type => Qualified(type.Names),
            ObjectWithArgs function => Qualified(function.Objname),
            StringValue text => new QualifiedName("", text.Sval),
            RangeVar table => new QualifiedName(table.Schemaname, table.Relname),
            _ => new QualifiedName("", ""),
        };
    }

    public static QualifiedName Qualified(IReadOnlyList<Node> parts) =>
        new(parts.Count > 1 ? Text(parts[^2]) : "", parts.Count > 0 ? Text(parts[^1]) : "");

    /// <summary>The relation of <c>schema.relation.column</c>, and of a trigger, policy, rule or constraint ON it.</summary>
    public static QualifiedName Owner(Node? name)
    {
        var parts = Parts(name);
        return new QualifiedName(parts.Count > 2 ? parts[^3] : "", parts.Count > 1 ? parts[^2] : "");
    }
}
