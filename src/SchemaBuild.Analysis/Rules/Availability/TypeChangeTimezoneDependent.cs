using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>What a change between timestamp and timestamptz does, and what the old values mean afterwards, is up to the TimeZone of the session.</summary>
/// <remarks>Without a rewrite in UTC from PostgreSQL 12 on: ATColumnChangeRequiresRewrite in tablecmds.c.</remarks>
internal sealed class TypeChangeTimezoneDependent : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB1008", "type-change-timezone-dependent", Severity.Error, "Whether a change of type rewrites the table depends on the session's time zone");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        if (statement.Before.Settings.IsSet("timezone")) return;
        foreach (var (table, before, after) in statement.CatalogChanges.AlteredColumns)
        {
            if (table.Kind is not (RelationKind.Table or RelationKind.PartitionedTable) || table.IsPartition || statement.IsUnused(table)) continue;
            // What is rewritten in any zone is a finding of its own.
            if (!IsBetweenTimestamps(before.Type, after.Type) || statement.Effects.Rewrites.Exists(rewrite => rewrite.Relation.Id == table.Id)) continue;
            var set = statement.TransactionKind == TransactionKind.None ? "SET" : "SET LOCAL";
            var remedy = new Remedy(
                $"Write {set} TimeZone = 'UTC' before it, if the values are in UTC.",
                $"{set} TimeZone = 'UTC';\n{statement.Statement.Sql};");
            findings.Add(
                statement,
                table,
                $"{before.Name} of {table.Name} changes from {before.Type.ToSql()} to {after.Type.ToSql()} as the session's TimeZone says: in UTC the rows stay as they are; in any other zone every value is converted, and the table is "
                + $"rewritten under ACCESS EXCLUSIVE while every read and write waits. The migration does not say which.{remedy.Sentence()}",
                remedy);
        }
    }

    private static bool IsBetweenTimestamps(TypeRef from, TypeRef to) => !from.IsArray && !to.IsArray && from.IsBuiltIn && to.IsBuiltIn
        && (from.Name.Name, to.Name.Name) is ("timestamp", "timestamptz") or ("timestamptz", "timestamp");
}
