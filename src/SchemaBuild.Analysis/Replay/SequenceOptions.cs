using System.Globalization;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>What a new sequence may be told: init_params of PostgreSQL's sequence.c.</summary>
internal static class SequenceOptions
{
    /// <exception cref="RefusedException">42601 or 22023.</exception>
    public static void Demand(IReadOnlyList<Node> options, Execution execution)
    {
        var seen = new HashSet<string>();
        foreach (var option in options.OfType<DefElem>())
            if (!seen.Add(option.Defname)) throw new RefusedException("42601", "conflicting or redundant options");

        var type = DefElems.Find(options, "as")?.Arg is TypeName named ? TypeNames.Resolve(named, execution).Name.Name : "int8";
        var (lowest, highest) = type switch
        {
            "int2" => (short.MinValue, short.MaxValue),
            "int4" => (int.MinValue, int.MaxValue),
            "int8" => (long.MinValue, long.MaxValue),
            _ => throw new RefusedException("22023", "sequence type must be smallint, integer, or bigint"),
        };
        var step = Number(options, "increment") ?? 1;
        if (step == 0) throw new RefusedException("22023", "INCREMENT must not be zero");
        var most = Number(options, "maxvalue") ?? (step > 0 ? highest : -1);
        var least = Number(options, "minvalue") ?? (step > 0 ? 1 : lowest);
        if (most < lowest || most > highest) throw new RefusedException("22023", $"MAXVALUE ({most}) is out of range for sequence data type {type}");
        if (least < lowest || least > highest) throw new RefusedException("22023", $"MINVALUE ({least}) is out of range for sequence data type {type}");
        if (least >= most) throw new RefusedException("22023", $"MINVALUE ({least}) must be less than MAXVALUE ({most})");
        var start = Number(options, "start") ?? (step > 0 ? least : most);
        if (start < least) throw new RefusedException("22023", $"START value ({start}) cannot be less than MINVALUE ({least})");
        if (start > most) throw new RefusedException("22023", $"START value ({start}) cannot be greater than MAXVALUE ({most})");
        if (Number(options, "cache") is <= 0) throw new RefusedException("22023", "CACHE must be greater than zero");
    }

    private static long? Number(IReadOnlyList<Node> options, string name) =>
        DefElems.Find(options, name) is { } option && DefElems.Text(option) is { } text && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
