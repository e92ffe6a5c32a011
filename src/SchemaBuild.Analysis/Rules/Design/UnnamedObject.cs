using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Rules;

/// <summary>PostgreSQL chooses the name of an index or a constraint.</summary>
internal sealed class UnnamedObject : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB5025", "unnamed-object", Severity.Suggestion, "An index or a constraint has no name of its own");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        switch (statement.Tree)
        {
            case IndexStmt { Idxname: "" }:
                foreach (var (table, index) in statement.CatalogChanges.AddedIndexes.Where(added => added.Index.Parent is null)) Report(statement, table, "index", index.Name.Name, findings);
                break;
            case AlterTableStmt alter:
                foreach (var definition in alter.Cmds.OfType<AlterTableCmd>().Where(command => command.Subtype == AlterTableType.AT_AddConstraint).Select(command => command.Def).OfType<PgQuery.Nodes.Constraint>())
                {
                    // That of a primary key is the table's with _pkey, for which everybody looks.
                    if (definition.Conname.Length > 0 || definition.Contype is ConstrType.CONSTR_PRIMARY or ConstrType.CONSTR_NOTNULL || definition.Indexname.Length > 0) continue;
                    foreach (var (table, constraint) in statement.CatalogChanges.AddedConstraints.Where(added => added.Constraint.Kind == KindOf(definition)).Take(1))
                        Report(statement, table, "constraint", constraint.Name, findings);
                }

                break;
        }
    }

    private static void Report(AnalyzedStatement statement, Relation table, string what, string name, FindingSink findings) => findings.Add(
        statement,
        table,
        $"This {what} gets the name {name} if that is free, and one with a number if not, so a database with another past may have it under another name, and a migration that changes or drops it fails there. Give it a name.");

    private static ConstraintKind KindOf(PgQuery.Nodes.Constraint definition) => definition.Contype switch
    {
        ConstrType.CONSTR_CHECK => ConstraintKind.Check,
        ConstrType.CONSTR_UNIQUE => ConstraintKind.Unique,
        ConstrType.CONSTR_FOREIGN => ConstraintKind.ForeignKey,
        _ => ConstraintKind.Exclusion,
    };
}
