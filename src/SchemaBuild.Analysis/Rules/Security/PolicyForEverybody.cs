using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A permissive policy that is true for each row makes all others void.</summary>
/// <remarks>https://www.postgresql.org/docs/current/sql-createpolicy.html: permissive policies "will be combined together using the Boolean "OR" operator".</remarks>
internal sealed class PolicyForEverybody : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB6013", "policy-for-everybody", Severity.Warning, "A policy lets every role at every row");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        // One for a role that is named, such as a worker's, is a choice.
        if (statement.Tree is CreatePolicyStmt { Roles: var roles } && roles.Count > 0 && roles.OfType<RoleSpec>().All(role => role.Roletype != RoleSpecType.ROLESPEC_PUBLIC)) return;
        foreach (var (before, policy) in statement.Changes<Policy>())
        {
            if (!policy.IsPermissive || (before is not null && before.Using == policy.Using && before.WithCheck == policy.WithCheck)) continue;
            var (reads, writes) = (IsTrue(policy.Using), policy.Command != "SELECT" && (IsTrue(policy.WithCheck) || (policy.WithCheck is null && IsTrue(policy.Using))));
            if ((!reads && !writes) || statement.After.Catalog.Find(policy.Table) is not Relation table) continue;
            var what = policy.Command switch
            {
                "SELECT" => "see all rows",
                "INSERT" => "insert any row",
                "DELETE" => "delete all rows",
                _ => reads && writes ? "see and change all rows" : reads ? "see all rows" : "write any row",
            };
            findings.Add(
                statement,
                table,
                $"The policy {policy.Name.Name} lets every role with the privilege {what} of {table.Name}: its condition is true, and as permissive policies are combined with OR, no other one keeps anybody out. "
                + "Write the condition that is meant, name the roles behind TO, or make it AS RESTRICTIVE; if the rows are public, allow this finding with a reason.");
        }
    }

    private static bool IsTrue(Node? expression) => expression is A_Const { Val: BooleanValue { Boolval: true } } or TypeCast { Arg: A_Const { Val: StringValue { Sval: "t" or "true" } } };
}
