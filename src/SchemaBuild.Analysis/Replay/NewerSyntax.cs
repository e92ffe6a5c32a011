using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>
/// The grammar is that of PostgreSQL 18. What an older major does not know in statements about tables is a syntax error there.
/// https://www.postgresql.org/docs/release/.
/// </summary>
internal sealed class NewerSyntax : NodeVisitor
{
    private int _since;

    /// <exception cref="RefusedException">42601: the server's grammar does not have it.</exception>
    public static void Refuse(Node statement, Execution execution)
    {
        if (execution.Major >= Newest || execution.Session.TakesNewerSyntax) return;
        var syntax = new NewerSyntax();
        syntax.Visit(statement);
        if (syntax._since > execution.Major) throw new RefusedException("42601", $"syntax error: PostgreSQL {execution.Major} does not know this, {syntax._since} does");
    }

    public override void Visit(Node node)
    {
        _since = Math.Max(_since, Since(node));
        base.Visit(node);
    }

    private const int Newest = 18;

    private static int Since(Node node) => node switch
    {
        Constraint { Contype: ConstrType.CONSTR_GENERATED, GeneratedKind: "v" } => 18,
        Constraint { Contype: ConstrType.CONSTR_ATTR_ENFORCED or ConstrType.CONSTR_ATTR_NOT_ENFORCED } => 18,
        Constraint { Contype: ConstrType.CONSTR_NOTNULL } constraint when constraint.Keys.Count > 0 || constraint.IsNoInherit => 18,
        Constraint { Contype: ConstrType.CONSTR_CHECK or ConstrType.CONSTR_FOREIGN, IsEnforced: false } => 18,
        Constraint { WithoutOverlaps: true } or Constraint { FkWithPeriod: true } => 18,
        ATAlterConstraint { AlterEnforceability: true } => 18,
        AlterTableCmd { Subtype: AlterTableType.AT_SetExpression } => 17,
        AlterTableCmd { Subtype: AlterTableType.AT_SetAccessMethod } command => command.Name.Length > 0 ? 15 : 17,
        AlterTableCmd { Subtype: AlterTableType.AT_SetStorage, Def: StringValue { Sval: "default" } } => 16,
        ColumnDef { StorageName.Length: > 0 } => 16,
        CreateStatsStmt { Defnames.Count: 0 } => 16,
        PublicationTable { WhereClause: not null } or PublicationTable { Columns.Count: > 0 } => 15,
        PublicationObjSpec { Pubobjtype: PublicationObjSpecType.PUBLICATIONOBJ_TABLES_IN_SCHEMA or PublicationObjSpecType.PUBLICATIONOBJ_TABLES_IN_CUR_SCHEMA } => 15,
        Constraint { NullsNotDistinct: true } or IndexStmt { NullsNotDistinct: true } => 15,
        Constraint { FkDelSetCols.Count: > 0 } => 15,
        _ => 0,
    };
}
