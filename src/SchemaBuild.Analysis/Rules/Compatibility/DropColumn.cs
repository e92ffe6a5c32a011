using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A column goes that the application version still running may use.</summary>
/// <remarks>https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-DROP-COLUMN.</remarks>
internal sealed class DropColumn : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB3001", "drop-column", Severity.Error, "A column is dropped that running code may still use");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        foreach (var transaction in file.Transactions)
        {
            var end = transaction[^1].After.Catalog;
            foreach (var statement in transaction.Where(statement => statement.Effects.Refusal is null))
            {
                if (statement.Effects.Losses.Count == 0) continue;
                foreach (var losses in statement.Effects.Losses.Where(loss => loss.Kind == LossKind.Drop && IsUsed(loss, statement)).GroupBy(loss => loss.Object.Id))
                {
                    var table = (Relation)losses.First().Object;
                    // Under the old name running code then meets another column, which is no error: a new one without the values, or one that has taken them over.
                    var left = end.Find(table.Id) as Relation;
                    var fates = losses.ToLookup(loss => left?.FindColumn(loss.Column!) is not { } other ? Fate.Gone : table.FindColumn(other.Number) is { } ? Fate.Replaced : Fate.MadeAnew, loss => loss.Column!);
                    if (fates[Fate.MadeAnew].ToList() is { Count: > 0 } again) findings.Add(statement, table, MadeAnew(table, again, left!));
                    foreach (var name in fates[Fate.Replaced]) findings.Add(statement, table, Replaced(table, name, left!.FindColumn(name)!));
                    if (fates[Fate.Gone].ToList() is { Count: > 0 } gone) findings.Add(statement, table, Dropped(table, gone));
                }
            }
        }
    }

    private enum Fate
    {
        Gone,
        MadeAnew,
        Replaced,
    }

    private static string Replaced(Relation table, string name, Column now)
    {
        var type = table.FindColumn(name)?.Type is { } old && old != now.Type ? $", and read and write {now.Type.ToSql()} where they expect {old.ToSql()}" : "";
        return $"{name} is dropped from {table.Name}, and {table.FindColumn(now.Number)!.Name} takes its name: what was written to {name} alone is lost, and statements of the running version meet the other column, once prepared ones that read it have been prepared again{type}. "
            + "Let a trigger keep the two equal up to here, and keep the old one under another name until a later release; then allow this finding with a reason.";
    }

    private static bool IsUsed(LossEffect loss, AnalyzedStatement statement) =>
        loss is { Column: { } name, Object: Relation { Kind: not RelationKind.CompositeType } table } && !statement.IsOfFile(table)
        && (table.FindColumn(name) is not { } column || !statement.IsOfFile(column.CreatedBy));

    private static string Dropped(Relation table, List<string> names)
    {
        var (are, their, them) = names.Count == 1 ? ("is", "its", "it") : ("are", "their", "them");
        var required = names.Where(name => table.FindColumn(name) is { NotNull: true, Default: null, Identity: IdentityKind.None }).ToList();
        var whose = required.Count == names.Count ? their : $"the NOT NULL of {Prose.List(required)}";
        var first = required.Count == 0
            ? $"Remove {them} from the code in the release before; "
            : $"In the release before, drop {(required.Count == names.Count ? $"{their} NOT NULL" : whose)} so that INSERTs can leave {(required.Count == 1 && names.Count > 1 ? "it" : them)} out, and remove {them} from the code; ";
        return $"{Prose.List(names)} {are} dropped from {table.Name} with all {their} values: statements of the running version that name {them} fail with 42703, "
            + $"and prepared ones that read {them} by * fail until they are prepared again. {first}then allow this finding with a reason.";
    }

    private static string MadeAnew(Relation table, List<string> names, Relation now)
    {
        var (are, their, them) = names.Count == 1 ? ("is", "its", "it") : ("are", "their", "them");
        var types = names.Where(name => table.FindColumn(name)?.Type != now.FindColumn(name)!.Type).Select(name => $"{(names.Count == 1 ? "" : name + " ")}as {now.FindColumn(name)!.Type.ToSql()}").ToList();
        var code = types.Count == 0 ? "" : $", and the running version, which expects {(names.Count == 1 ? table.FindColumn(names[0])?.Type.ToSql() ?? "the old type" : "the old types")}, does not get on with it";
        return $"{Prose.List(names)} of {table.Name} {are} dropped and made anew{(types.Count == 0 ? "" : " " + Prose.List(types))}: {their} values are lost unless this file copies them aside and back, prepared statements that read {them} fail until they are prepared again{code}. "
            + $"Add a column of another name, fill it from the old one, move the code over, and drop the old one in a later release; if the values are not needed, allow this finding with a reason.";
    }
}
