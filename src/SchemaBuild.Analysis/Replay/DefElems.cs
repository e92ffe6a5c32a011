using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>Options in parentheses and after WITH, as the grammar gives them.</summary>
internal static class DefElems
{
    public static DefElem? Find(IReadOnlyList<Node> options, string name) => options.OfType<DefElem>().LastOrDefault(option => option.Defname == name);

    /// <summary>A boolean option; without a value it is on.</summary>
    public static bool IsOn(DefElem option) => option.Arg switch
    {
        null => true,
        BooleanValue flag => flag.Boolval,
        IntegerValue number => number.Ival != 0,
        StringValue word => word.Sval.ToLowerInvariant() is "true" or "on" or "1",
        TypeName type => NodeNames.Qualified(type).Name is "true" or "on",
        _ => false,
    };

    public static bool IsOn(IReadOnlyList<Node> options, string name, bool otherwise = false) => Find(options, name) is { } option ? IsOn(option) : otherwise;

    /// <summary>A value as it is written, numbers too; null if there is none.</summary>
    public static string? Text(DefElem option) => option.Arg switch
    {
        BooleanValue flag => flag.Boolval ? "true" : "false",
        IntegerValue number => number.Ival.ToString(System.Globalization.CultureInfo.InvariantCulture),
        FloatValue number => number.Fval,
        StringValue text => text.Sval,
        TypeName type => NodeNames.Qualified(type).Name,
        _ => null,
    };

    public static string? Text(IReadOnlyList<Node> options, string name) => Find(options, name)?.Arg switch
    {
        StringValue text => text.Sval,
        TypeName type => NodeNames.Qualified(type).Name,
        NodeList { Items: [StringValue text, ..] } => text.Sval,
        _ => null,
    };
}
