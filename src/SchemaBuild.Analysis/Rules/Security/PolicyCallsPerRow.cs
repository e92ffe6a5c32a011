using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.Analysis.ServerFacts;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A policy calls a function for each row whose result is the same for all of them.</summary>
/// <remarks>The condition of a policy is part of each query; a scalar subquery without columns of the row is an InitPlan, which runs once.</remarks>
internal sealed class PolicyCallsPerRow : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB6014", "policy-calls-per-row", Severity.Suggestion, "A policy calls a function again for each row");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        foreach (var (before, policy) in statement.Changes<Policy>())
        {
            if (before is not null && before.Using == policy.Using && before.WithCheck == policy.WithCheck) continue;
            var search = new Search(statement);
            foreach (var condition in new[] { policy.Using, policy.WithCheck }.OfType<Node>()) search.Visit(condition);
            if (search.Calls.Count == 0 || statement.After.Catalog.Find(policy.Table) is not Relation table) continue;
            var calls = search.Calls.Select(name => $"{name}(…)").Distinct().ToList();
            findings.Add(
                statement,
                table,
                $"The policy {policy.Name.Name} of {table.Name} calls {Prose.List(calls)} for each row that a query looks at, although the result does not depend on the row. "
                + $"Write it as a subquery, (SELECT {calls[0]}), which runs once for the query.");
        }
    }

    /// <summary>Calls outside of subqueries whose arguments name no column. Immutable ones become constants, and volatile ones may differ from row to row.</summary>
    private sealed class Search(AnalyzedStatement statement) : NodeVisitor
    {
        public List<string> Calls { get; } = [];

        public override void Visit(Node node)
        {
            if (node is SubLink) return;
            if (node is FuncCall call && !Columns.In(call) && IsStable(NodeNames.Qualified(call.Funcname), call.Args.Count))
            {
                Calls.Add(NodeNames.Qualified(call.Funcname).ToSql());
                return;
            }

            base.Visit(node);
        }

        /// <summary>A function that no migration shows is most likely one that says who asks, as those of a platform do.</summary>
        private bool IsStable(QualifiedName name, int arguments)
        {
            var builtIn = name.Schema is "" or "pg_catalog" ? BuiltIns.Of(statement.Major).Functions.Find(name.Name).ToList() : [];
            if (builtIn.Count > 0) return builtIn.TrueForAll(overload => overload.Volatility == Volatility.Stable);
            var own = statement.After.Catalog.All.OfType<Function>().Where(function => function.Name.Name == name.Name && (name.Schema.Length == 0 || function.Name.Schema == name.Schema) && function.Accepts(arguments)).ToList();
            return own.TrueForAll(function => function.Volatility == Volatility.Stable);
        }
    }

    private sealed class Columns : NodeVisitor
    {
        private bool _found;

        public static bool In(Node node)
        {
            var search = new Columns();
            search.Visit(node);
            return search._found;
        }

        public override void Visit(Node node)
        {
            if (node is ColumnRef or SubLink) _found = true;
            else base.Visit(node);
        }
    }
}
