using System.Collections.Immutable;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE DOMAIN.</summary>
internal sealed class CreateDomain : StatementModel<CreateDomainStmt>
{
    protected override void Execute(CreateDomainStmt statement, Execution execution)
    {
        var name = execution.NewName(NodeNames.Qualified(statement.Domainname));
        execution.MakeRoomForType(name);
        var constraints = statement.Constraints.OfType<PgQuery.Nodes.Constraint>().ToList();
        var checks = ImmutableArray<DomainConstraint>.Empty;
        foreach (var check in constraints.Where(constraint => constraint.Contype == ConstrType.CONSTR_CHECK))
            checks = checks.Add(new DomainConstraint(DomainConstraints.NameOf(check, name.Name, checks), check.RawExpr, IsValidated: true) { Text = ConstraintText.Check(check, execution.Statement) });
        execution.Add(new Domain
        {
            Name = name,
            Base = TypeNames.Resolve(statement.TypeName!, execution),
            NotNull = constraints.Exists(constraint => constraint.Contype == ConstrType.CONSTR_NOTNULL),
            Default = constraints.Find(constraint => constraint.Contype == ConstrType.CONSTR_DEFAULT)?.RawExpr,
            Collation = statement.CollClause is null ? null : NodeNames.Qualified(statement.CollClause.Collname).Name,
            Constraints = checks,
        });
    }
}
