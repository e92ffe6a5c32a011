using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>Kinds of objects as statements name them.</summary>
internal static class ObjectTypes
{
    /// <summary>The kind of a statement about such an object: ALTER and OBJECT_VIEW are ALTER_VIEW.</summary>
    public static string Kind(string verb, ObjectType type)
    {
        var kind = $"{verb}_" + type switch
        {
            ObjectType.OBJECT_COLUMN or ObjectType.OBJECT_TABCONSTRAINT => "TABLE",
            ObjectType.OBJECT_ATTRIBUTE => "TYPE",
            ObjectType.OBJECT_DOMCONSTRAINT => "DOMAIN",
            ObjectType.OBJECT_STATISTIC_EXT => "STATISTICS",
            ObjectType.OBJECT_FOREIGN_SERVER => "SERVER",
            ObjectType.OBJECT_TSCONFIGURATION => "TS_CONFIG",
            ObjectType.OBJECT_TSDICTIONARY => "TS_DICTIONARY",
            ObjectType.OBJECT_TSPARSER => "TS_PARSER",
            ObjectType.OBJECT_TSTEMPLATE => "TS_TEMPLATE",
            _ => type.ToString()["OBJECT_".Length..],
        };
        return kind.Length <= StatementModel.MaxKindLength ? kind : kind[..StatementModel.MaxKindLength];
    }
}
