using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Rules;

/// <summary>CREATE RULE changes statements before they are planned.</summary>
internal sealed class RewriteRules : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB5030", "rewrite-rules", Severity.Suggestion, "A rule rewrites statements");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var (before, rule) in statement.Changes<RewriteRule>())
        {
            // A rule ON SELECT is a view; on views a rule is what makes them writable, and holds no rows twice.
            if (before is not null || rule.Event == CmdType.CMD_SELECT || statement.After.Catalog.Find(rule.Table) is not Relation { Kind: not RelationKind.View } table) continue;
            findings.Add(
                statement,
                table,
                $"The rule {rule.Name.Name} replaces or doubles the text of statements on {table.Name}: an expression such as nextval() or random() may be executed twice, COPY goes past it, and what the application gets as number of rows is not what it did. "
                + "Write a trigger, or a partitioned table where rows are to go elsewhere.");
        }
    }
}
