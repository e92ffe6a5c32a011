namespace SchemaBuild.Analysis.Catalog;

/// <summary>
/// A type with its modifiers: <c>varchar(50)</c> is pg_catalog.varchar with 50, <c>numeric(10,2)</c> has 10 and 2, -1 is none.
/// Built-in types have their internal names (int4, bpchar, timestamptz).
/// </summary>
internal readonly record struct TypeRef(QualifiedName Name, int Modifier = TypeRef.None, int Scale = TypeRef.None, bool IsArray = false)
{
    public const int None = -1;

    public static TypeRef BuiltIn(string name) => new(new QualifiedName("pg_catalog", name));

    /// <summary>False also for the default value, which is a type that nobody knows.</summary>
    public bool IsBuiltIn => Name is { Schema: "pg_catalog" };

    /// <summary>The type as SQL.</summary>
    public string ToSql()
    {
        var (suffix, array) = (ModifierSql, IsArray ? "[]" : "");
        if (!IsBuiltIn) return Name.ToSql() + suffix + array;
        return Name.Name switch
        {
            "int2" => "smallint",
            "int4" => "integer",
            "int8" => "bigint",
            "float4" => "real",
            "float8" => "double precision",
            "bool" => "boolean",
            "bpchar" when Modifier != None => $"char{suffix}",
            "timestamptz" or "timestamp" or "time" or "timetz" or "varchar" or "numeric" or "interval" => Name.Name + suffix,
            var name => Identifier.Quote(name) + suffix,
        } + array;
    }

    public override string ToString() => ToSql();

    private string ModifierSql => (Modifier, Scale) switch
    {
        (None, _) => "",
        (_, None) => $"({Modifier})",
        _ when Name.Name == "interval" => $"({Modifier})",
        _ => $"({Modifier},{Scale})",
    };
}
