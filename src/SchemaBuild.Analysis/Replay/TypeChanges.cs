using SchemaBuild.Analysis.Catalog;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>What a change of a column's type costs.</summary>
internal enum TypeChange
{
    /// <summary>The catalogue changes, nothing else.</summary>
    Nothing,

    /// <summary>The rows stay, but indexes on the column are built anew.</summary>
    Indexes,

    /// <summary>All rows are written anew, and so are all indexes.</summary>
    Rewrite,
}

/// <summary>Which type changes keep the rows as they are; measured on live servers.</summary>
internal static class TypeChanges
{
    private static readonly string[] Text = ["text", "varchar"];
    private static readonly string[] OidLike = ["oid", "regclass", "regproc", "regtype"];

    public static TypeChange Cost(TypeRef from, TypeRef to, Node? usingExpression, string column, Execution execution)
    {
        if (!IsPlain(usingExpression, column)) return TypeChange.Rewrite;
        if (from == to) return TypeChange.Nothing;
        if (from.IsArray || to.IsArray || !from.IsBuiltIn || !to.IsBuiltIn) return TypeChange.Rewrite;

        var (old, now) = (from.Name.Name, to.Name.Name);
        if (old == now) return Widens(from, to) ? TypeChange.Nothing : TypeChange.Rewrite;
        if (Text.Contains(old) && Text.Contains(now)) return to.Modifier == TypeRef.None ? TypeChange.Nothing : TypeChange.Rewrite;
        return (old, now) switch
        {
            ("xml", "text" or "varchar") when to.Modifier == TypeRef.None => TypeChange.Nothing,
            ("cidr", "inet") => TypeChange.Nothing,
            ("bit", "varbit") when to.Modifier == TypeRef.None => TypeChange.Indexes,
            ("timestamp", "timestamptz") or ("timestamptz", "timestamp") when IsUtc(execution) && Precision(to) >= Precision(from) => TypeChange.Indexes,
            ("int4", "oid" or "regclass") or ("oid" or "regclass", "int4") => TypeChange.Indexes,
            _ when OidLike.Contains(old) && OidLike.Contains(now) => TypeChange.Nothing,
            _ => TypeChange.Rewrite,
        };
    }

    /// <summary>True without USING, or if it only casts the column itself.</summary>
    private static bool IsPlain(Node? expression, string column) => expression switch
    {
        null => true,
        ColumnRef { Fields: [StringValue name] } => name.Sval == column,
        TypeCast cast => IsPlain(cast.Arg, column),
        _ => false,
    };

    private static bool Widens(TypeRef from, TypeRef to) => from.Name.Name switch
    {
        "varchar" or "varbit" => to.Modifier == TypeRef.None || (from.Modifier != TypeRef.None && to.Modifier >= from.Modifier),
        "numeric" => to.Modifier == TypeRef.None || (from.Modifier != TypeRef.None && to.Scale == from.Scale && to.Modifier >= from.Modifier),
        "timestamp" or "timestamptz" or "time" or "timetz" => Precision(to) >= Precision(from),
        "interval" => (to.Scale == TypeRef.None || to.Scale == from.Scale) && Precision(to) >= Precision(from),
        _ => false,
    };

    private static int Precision(TypeRef type) => type.Modifier == TypeRef.None ? MaxPrecision : type.Modifier;

    private const int MaxPrecision = 6;

    /// <summary>Servers in containers and in the clouds run in UTC unless told otherwise, so that is assumed until a migration sets TimeZone.</summary>
    private static bool IsUtc(Execution execution) => execution.Session.State.Settings.Get("timezone") switch
    {
        [var zone] => zone.ToUpperInvariant() is "UTC" or "GMT" or "ETC/UTC" or "ETC/GMT",
        _ => true,
    };
}
