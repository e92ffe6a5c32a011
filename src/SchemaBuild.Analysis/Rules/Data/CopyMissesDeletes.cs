using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A trigger keeps a copy of each row that comes or changes, and of none that goes.</summary>
/// <remarks>INSERT … ON CONFLICT DO UPDATE from INSERT and UPDATE is how a table is written twice while another takes its place.</remarks>
internal sealed class CopyMissesDeletes : Rule
{
    // TRIGGER_TYPE_ROW, _INSERT, _DELETE and _UPDATE of PostgreSQL's pg_trigger.h; the tree gives the events alone.
    private const int Insert = 1 << 2;
    private const int Delete = 1 << 3;
    private const int Update = 1 << 4;

    public override RuleDescriptor Descriptor { get; } = new("SB2014", "copy-misses-deletes", Severity.Warning, "A trigger writes a table twice and forgets what is deleted");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        if (file.Statements.Count == 0) return;
        var end = file.Statements[^1].After.Catalog;
        foreach (var statement in file.Statements.Where(statement => statement.Effects.Refusal is null))
        {
            if (statement.Tree is not CreateTrigStmt { Row: true } create || (create.Events & (Insert | Delete | Update)) != (Insert | Update)) continue;
            foreach (var (_, trigger) in statement.Changes<Trigger>())
            {
                if (trigger.Parent is not null || end.Find(trigger.Id) is null || end.Find(trigger.Table) is not Relation table || Copy(trigger, table, end) is not { } copy) continue;
                if (end.UsersOf(table.Id).OfType<Trigger>().Any(other => other.Table == table.Id && other.OnDelete)) continue;
                findings.Add(
                    statement,
                    table,
                    $"{trigger.Name.Name} writes what comes into {table.Name} or changes there to {copy} as well, but nothing does so with what is deleted: such rows stay in {copy}, and come back when it takes the place of {table.Name}. "
                    + $"Let the trigger fire AFTER INSERT OR UPDATE OR DELETE, and delete the row of {copy} where TG_OP is 'DELETE'; if rows are never deleted, or the copy is to keep them, allow this finding with a reason.");
            }
        }
    }

    /// <summary>The table that the trigger's function puts the new row into, whether it is there or not.</summary>
    private static string? Copy(Trigger trigger, Relation table, CatalogState catalog) =>
        trigger.DependsOn.Select(dependency => catalog.Find(dependency.Object)).OfType<Function>().Select(RoutineBody.PlPgSqlOf).OfType<PgQuery.PlPgSqlFunction>()
            .SelectMany(function => function.GetQueries()).Where(query => query.Text.Contains("ON CONFLICT", StringComparison.OrdinalIgnoreCase))
            .SelectMany(query => RoutineBody.Statements(query.Text) ?? []).OfType<InsertStmt>()
            .Where(insert => insert.OnConflictClause is { Action: OnConflictAction.ONCONFLICT_UPDATE } && insert.Relation is { } into && into.Relname != table.Name.Name)
            .Select(insert => NodeNames.Qualified(insert.Relation!).ToString()).FirstOrDefault();
}
