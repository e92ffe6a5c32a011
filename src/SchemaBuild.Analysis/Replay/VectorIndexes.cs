using SchemaBuild.Analysis.Catalog;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>What the extension pgvector says of its indexes, https://github.com/pgvector/pgvector#indexing: operator classes, the one operator that each serves, and how long a vector may be.</summary>
internal static class VectorIndexes
{
    /// <summary>Operators of distance, by the ending of the classes that serve them.</summary>
    public static IReadOnlyDictionary<string, string> Operators { get; } = new Dictionary<string, string>
    {
        ["l2"] = "<->",
        ["ip"] = "<#>",
        ["cosine"] = "<=>",
        ["l1"] = "<+>",
        ["hamming"] = "<~>",
        ["jaccard"] = "<%>",
    };

    public static bool IsVectorIndex(string method) => method is "hnsw" or "ivfflat";

    /// <summary>Refuses what pgvector does of a key; nothing is known of other types and classes.</summary>
    /// <exception cref="RefusedException">42704: no such class, or none by default; 42804: it is for another type; 54000: too many dimensions; 22023: how many is not said.</exception>
    public static void Demand(string method, IndexElem key, TypeRef type)
    {
        if (!IsVectorIndex(method) || type.IsArray || type.Name.Name is not ("vector" or "halfvec" or "sparsevec" or "bit")) return;
        DemandClass(method, key, type);
        if (type.Name.Name != "bit" && type.Modifier == TypeRef.None)
            throw new RefusedException("22023", "column does not have dimensions", $"Give the column its dimensions, {type.Name.Name}(n), or index the expression (column::{type.Name.Name}(n)).");
        if (Limit(type) is { } limit && type.Modifier > limit) throw new RefusedException("54000", $"column cannot have more than {limit} dimensions for {method} index", Advice(type));
    }

    /// <summary>The operator that an index serves; null if that is not known.</summary>
    public static string? OperatorOf(Index index)
    {
        if (!IsVectorIndex(index.AccessMethod) || index.Definition?.IndexParams is not [IndexElem key]) return null;
        if (key.Opclass.Count == 0) return index.AccessMethod == "ivfflat" ? Operators["l2"] : null;
        return Operators.GetValueOrDefault(Parts(key).Distance);
    }

    /// <summary>The class of a type that serves an operator.</summary>
    public static string ClassFor(string type, string name) => $"{type}_{Operators.First(known => known.Value == name).Key}_ops";

    private static void DemandClass(string method, IndexElem key, TypeRef type)
    {
        if (key.Opclass.Count == 0)
        {
            if (method == "ivfflat" && type.Name.Name == "vector") return;
            throw new RefusedException(
                "42704",
                $"data type {type.Name.Name} has no default operator class for access method \"{method}\"",
                $"Name the class of the distance that queries use, as {(type.Name.Name == "bit" ? "bit_hamming_ops" : type.Name.Name + "_cosine_ops")} for {(type.Name.Name == "bit" ? "<~>" : "<=>")}.");
        }

        var (of, distance) = Parts(key);
        if (!Operators.ContainsKey(distance)) return;
        var name = $"{of}_{distance}_ops";
        if (method == "ivfflat" && (of == "sparsevec" || distance is "l1" or "jaccard"))
            throw new RefusedException("42704", $"operator class \"{name}\" does not exist for access method \"ivfflat\"", "hnsw has it.");
        if (of != type.Name.Name) throw new RefusedException("42804", $"operator class \"{name}\" does not accept data type {type.Name.Name}", $"Name {type.Name.Name}_{distance}_ops.");
    }

    /// <summary>vector_l2_ops is l2 of vector.</summary>
    private static (string Type, string Distance) Parts(IndexElem key) =>
        NodeNames.Text(key.Opclass[^1]).Split('_') is [var type, var distance, "ops"] ? (type, distance) : ("", "");

    private static int? Limit(TypeRef type) => type.Name.Name switch
    {
        "vector" => 2000,
        "halfvec" => HalfLimit,
        "bit" => 64000,
        _ => null,
    };

    private const int HalfLimit = 4000;

    private static string Advice(TypeRef type) => type.Name.Name == "vector" && type.Modifier <= HalfLimit
        ? $"Index it at half precision, ((column::halfvec({type.Modifier})) halfvec_l2_ops) or the class of your distance, and write the same cast in the queries."
        : "Index binary_quantize(column)::bit(n) with bit_hamming_ops and order the candidates again by the exact distance, or store shorter embeddings.";
}
