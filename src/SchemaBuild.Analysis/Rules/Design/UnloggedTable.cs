using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A table that a crash empties.</summary>
internal sealed class UnloggedTable : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB5027", "unlogged-table", Severity.Suggestion, "A table is unlogged");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var (before, table) in statement.Changes<Relation>())
        {
            if (table.Persistence != Persistence.Unlogged || before is { Persistence: Persistence.Unlogged }) continue;
            findings.Add(
                statement,
                table,
                $"{table.Name} is unlogged: after a crash of the server it is empty, on replicas it cannot be read, and a backup of the files does not hold its rows. Leave UNLOGGED out unless the rows can be made again, as those of a cache.");
        }
    }
}
