namespace SchemaBuild.Analysis.Catalog;

/// <summary>A schema and a name, both as PostgreSQL stores them: folded, without quotes, cut at 63 bytes.</summary>
internal readonly record struct QualifiedName(string Schema, string Name)
{
    /// <summary><c>schema.name</c> without quotes, as findings and the effects report show it.</summary>
    public override string ToString() => Schema.Length == 0 ? Name : $"{Schema}.{Name}";

    /// <summary>The name as SQL, quoted where it must be.</summary>
    public string ToSql() => Schema.Length == 0 ? Identifier.Quote(Name) : $"{Identifier.Quote(Schema)}.{Identifier.Quote(Name)}";
}
