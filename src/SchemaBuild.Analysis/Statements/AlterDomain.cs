using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>ALTER DOMAIN: a check or NOT NULL that must hold for existing values takes SHARE on every table that has some, and reads it.</summary>
internal sealed class AlterDomain : StatementModel<AlterDomainStmt>
{
    protected override void Execute(AlterDomainStmt statement, Execution execution)
    {
        var found = execution.Find(NameSpace.Type, NodeNames.Qualified(statement.TypeName));
        if (found is { IsAssumed: false } and not Domain) throw new RefusedException("42809", $"{found.Name} is not a domain");
        if (found is not Domain domain) return;
        switch (statement.Subtype)
        {
            case "T":
                execution.Replace(domain with { Default = statement.Def });
                break;
            case "N":
                execution.Replace(domain with { NotNull = false });
                break;
            case "O":
                if (!domain.NotNull) Scan(domain, "SET NOT NULL", execution, NotNullLater(domain));
                execution.Replace(domain with { NotNull = true });
                break;
            case "C":
                Add(domain, (PgQuery.Nodes.Constraint)statement.Def!, execution);
                break;
            case "X":
                if (Find(domain, statement, execution) is { } dropped) execution.Replace(domain with { Constraints = domain.Constraints.Remove(dropped) });
                break;
            case "V" when Find(domain, statement, execution) is { } validated:
                // It is read again also if it is valid already.
                Scan(domain, $"VALIDATE CONSTRAINT {validated.Name}", execution, new Remedy(
                    "There is no way to validate a domain while writes go on: leave it NOT VALID, which binds new values, or do it when nobody writes, and allow this finding with a reason."));
                execution.Replace(domain with { Constraints = domain.Constraints.Replace(validated, validated with { IsValidated = true }) });
                break;
        }
    }

    private static void Add(Domain domain, PgQuery.Nodes.Constraint definition, Execution execution)
    {
        if (definition.Contype == ConstrType.CONSTR_NOTNULL)
        {
            if (!domain.NotNull) Scan(domain, "NOT NULL", execution, NotNullLater(domain));
            execution.Replace(domain with { NotNull = true });
            return;
        }

        if (domain.Constraints.Any(constraint => constraint.Name == Identifier.Truncate(definition.Conname)))
            throw new RefusedException("42710", $"constraint \"{definition.Conname}\" for domain \"{domain.Name.Name}\" already exists");
        var added = new DomainConstraint(DomainConstraints.NameOf(definition, domain.Name.Name, domain.Constraints), definition.RawExpr, !definition.SkipValidation) { Text = ConstraintText.Check(definition, execution.Statement) };
        if (added.IsValidated)
            Scan(domain, $"CHECK {added.Name}", execution, new Remedy(Later, added.Text is { } text ? [$"ALTER DOMAIN {domain.Name.ToSql()} ADD CONSTRAINT {Identifier.Quote(added.Name)} {text} NOT VALID;"] : []));
        execution.Replace(domain with { Constraints = domain.Constraints.Add(added) });
    }

    private static DomainConstraint? Find(Domain domain, AlterDomainStmt statement, Execution execution)
    {
        var found = domain.Constraints.FirstOrDefault(constraint => constraint.Name == Identifier.Truncate(statement.Name));
        if (found is null && !statement.MissingOk) throw new RefusedException("42704", $"constraint \"{statement.Name}\" of domain \"{domain.Name.Name}\" does not exist");
        return found;
    }

    private const string Later = "Add it as NOT VALID, which binds new values and reads nothing; validating it later reads the tables all the same, so do that only when nobody writes.";

    /// <summary>NOT NULL of a domain cannot be NOT VALID, a CHECK can.</summary>
    private static Remedy NotNullLater(Domain domain)
    {
        var check = DomainConstraints.NameOf(domain.Name.Name, domain.Constraints);
        return new Remedy(
            "Add CHECK (VALUE IS NOT NULL) NOT VALID, which binds new values and reads nothing.",
            $"ALTER DOMAIN {domain.Name.ToSql()} ADD CONSTRAINT {Identifier.Quote(check)} CHECK (VALUE IS NOT NULL) NOT VALID;");
    }

    private static void Scan(Domain domain, string what, Execution execution, Remedy remedy)
    {
        var cause = new Cause($"{what} of domain {domain.Name.Name}", _ => remedy);
        var names = UserTypes.WithDomainsOver(domain, execution.Catalog);
        foreach (var relation in execution.Catalog.All.OfType<Relation>().ToList())
        {
            if (relation.Kind is not (RelationKind.Table or RelationKind.MaterializedView)) continue;
            if (relation.Columns.FirstOrDefault(column => UserTypes.IsHeldInside(column.Type, names, execution.Catalog)) is { } inside)
                throw new RefusedException("0A000", $"cannot alter type \"{domain.Name.Name}\" because column \"{relation.Name.Name}.{inside.Name}\" uses it");
            if (!relation.Columns.Any(column => !column.Type.IsArray && names.Contains(column.Type.Name))) continue;
            execution.Lock(relation, LockMode.Share);
            execution.Scan(relation, cause, isAnnounced: false);
        }
    }
}
