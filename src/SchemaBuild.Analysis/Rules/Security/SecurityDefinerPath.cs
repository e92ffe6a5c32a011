using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A function runs with the rights of its owner and finds tables and functions by a path that others control.</summary>
internal sealed class SecurityDefinerPath : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB6001", "security-definer-path", Severity.Warning, "A SECURITY DEFINER function looks names up where its caller says");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var (before, function) in statement.Changes<Function>())
        {
            if (!function.IsSecurityDefiner || before == function) continue;
            var open = function.SearchPath.IsDefault ? null
                : function.SearchPath is ["pg_catalog", ..] ? function.SearchPath.Skip(1).FirstOrDefault(schema => IsOpen(schema, statement, findings))
                : function.SearchPath.FirstOrDefault(schema => IsOpen(schema, statement, findings));
            if (!function.SearchPath.IsDefault && open is null) continue;
            var why = open is null ? "uses the search_path of whoever calls it" : $"looks names up in {open}, where every role may create objects";
            findings.Add(
                statement.Statement,
                $"{function.Name} runs with its owner's rights and {why}: a caller can put a table, function or operator of the same name in front and have it run with those rights. "
                + "Give it SET search_path = '' and write every name with its schema, or SET search_path = pg_catalog, followed by schemas that only you can write to, and pg_temp at the end.");
        }
    }

    private static bool IsOpen(string schema, AnalyzedStatement statement, FindingSink findings) =>
        schema == "$user" || statement.After.Catalog.IsOpenToPublic(schema, findings.Major);
}
