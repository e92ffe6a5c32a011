using SchemaBuild.Analysis.Catalog;

namespace SchemaBuild.Analysis.Replay;

/// <summary>How long a vector of the extension pgvector an index can hold, https://github.com/pgvector/pgvector#hnsw.</summary>
internal static class VectorLimits
{
    /// <exception cref="RefusedException">54000: too many dimensions; 22023: how many is not said.</exception>
    public static void Demand(string method, TypeRef type)
    {
        if (method is not ("hnsw" or "ivfflat") || Limit(type) is not { } limit) return;
        if (type.Modifier == TypeRef.None) throw new RefusedException("22023", "column does not have dimensions", $"Give the column its dimensions, {type.Name.Name}(n), or index the expression (column::{type.Name.Name}(n)).");
        if (type.Modifier > limit)
            throw new RefusedException("54000", $"column cannot have more than {limit} dimensions for {method} index", Advice(type));
    }

    private static int? Limit(TypeRef type) => type.Name.Name switch
    {
        "vector" => 2000,
        "halfvec" => HalfLimit,
        _ => null,
    };

    private const int HalfLimit = 4000;

    private static string Advice(TypeRef type) => type.Name.Name == "vector" && type.Modifier <= HalfLimit
        ? $"Index it at half precision, ((column::halfvec({type.Modifier})) halfvec_l2_ops) or the class of your distance, and write the same cast in the queries."
        : "Index binary_quantize(column)::bit(n) with bit_hamming_ops and order the candidates again by the exact distance, or store shorter embeddings.";
}
