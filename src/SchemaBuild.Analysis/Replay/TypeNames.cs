using SchemaBuild.Analysis.Catalog;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>Types as statements name them.</summary>
internal static class TypeNames
{
    /// <summary>The integer type of <c>serial</c> and its sisters, or null.</summary>
    public static TypeRef? SerialType(TypeName type) => type.Names is not [.., StringValue name] || type.ArrayBounds.Count > 0 ? null : name.Sval switch
    {
        "serial" or "serial4" => TypeRef.BuiltIn("int4"),
        "bigserial" or "serial8" => TypeRef.BuiltIn("int8"),
        "smallserial" or "serial2" => TypeRef.BuiltIn("int2"),
        _ => null,
    };

    public static TypeRef Resolve(TypeName type, Execution execution)
    {
        if (SerialType(type) is { } serial) return serial;
        var name = NodeNames.Qualified(type);
        var resolved = execution.Find(NameSpace.Type, name)?.Name
            ?? (name.Schema.Length > 0 ? name : RowType(name, execution) ?? new QualifiedName("pg_catalog", name.Name));
        var (modifier, scale) = Modifiers(type);
        return new TypeRef(resolved, modifier, scale, type.ArrayBounds.Count > 0);
    }

    /// <summary>Composite types, and tables as types; types of pg_catalog come first.</summary>
    private static QualifiedName? RowType(QualifiedName name, Execution execution) =>
        ServerFacts.BuiltIns.Of(execution.Major).Types.Find(name.Name) is null ? (execution.Find(NameSpace.Relation, name) as Relation)?.Name : null;

    /// <summary>INTERVAL_FULL_RANGE.</summary>
    private const int AllFields = 0x7FFF;

    private static (int Modifier, int Scale) Modifiers(TypeName type)
    {
        if (type.Typmods.Count == 0) return (TypeRef.None, TypeRef.None);
        var numbers = type.Typmods.Select(modifier => modifier is A_Const { Val: IntegerValue number } ? number.Ival : TypeRef.None).ToArray();
        return numbers switch
        {
            // The grammar puts the fields before the precision: interval day to second(3).
            [var fields, var precision] when NodeNames.Qualified(type).Name == "interval" => (precision, fields == AllFields ? TypeRef.None : fields),
            [var fields] when NodeNames.Qualified(type).Name == "interval" => (TypeRef.None, fields == AllFields ? TypeRef.None : fields),
            [var modifier, var scale] => (modifier, scale),
            [var modifier] when NodeNames.Qualified(type).Name == "numeric" => (modifier, 0),
            [var modifier] => (modifier, TypeRef.None),
            _ => (TypeRef.None, TypeRef.None),
        };
    }
}
