using SchemaBuild.Analysis.Catalog;

namespace SchemaBuild.Analysis.Replay;

/// <summary>PL/pgSQL as the parser wants it: in a whole statement.</summary>
internal static class PlPgSqlText
{
    /// <summary>The statement anew, whatever stood around the block in the file.</summary>
    public static string Do(string body) => $"DO {Quote(body)}";

    /// <summary>Names and types of parameters matter little: what the body calls by them is read as columns.</summary>
    public static string Function(Function function) =>
        function.Kind == ServerFacts.FunctionKind.Procedure
            ? $"CREATE PROCEDURE f() LANGUAGE plpgsql AS {Quote(function.Body!)}"
            : $"CREATE FUNCTION f() RETURNS {ResultOf(function)} LANGUAGE plpgsql AS {Quote(function.Body!)}";

    private static string ResultOf(Function function) => function.Result?.Name.Name switch
    {
        "trigger" => "trigger",
        "void" or null => "void",
        _ when function.ReturnsSet => "SETOF record",
        _ => "text",
    };

    /// <summary>A dollar quote that the body does not hold.</summary>
    private static string Quote(string body)
    {
        var tag = "$body$";
        for (var number = 0; body.Contains(tag, StringComparison.Ordinal); number++) tag = $"$body{number}$";
        return tag + body + tag;
    }
}
