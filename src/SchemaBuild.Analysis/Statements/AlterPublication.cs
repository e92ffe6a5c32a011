using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>ALTER PUBLICATION: SHARE UPDATE EXCLUSIVE on the tables that it adds, drops or sets.</summary>
internal sealed class AlterPublication : StatementModel<AlterPublicationStmt>
{
    protected override string Kind(AlterPublicationStmt statement) => "ALTER_PUBLICATION";

    protected override void Execute(AlterPublicationStmt statement, Execution execution)
    {
        NewerSyntax.Refuse(statement, execution);
        var tables = PublicationObjects.Tables(statement.Pubobjects, execution);
        var schemas = PublicationObjects.Schemas(statement.Pubobjects, execution);
        if (execution.Catalog.Find(NameSpace.Publication, new QualifiedName("", Identifier.Truncate(statement.Pubname))) is not Publication publication || statement.Pubobjects.Count == 0) return;
        switch (statement.Action)
        {
            case AlterPublicationAction.AP_AddObjects:
                if (publication.Tables.Intersect(tables).Any()) throw new RefusedException("42710", "relation is already member of the publication");
                publication = publication with { Tables = publication.Tables.AddRange(tables), Schemas = [.. publication.Schemas.Union(schemas)] };
                break;
            case AlterPublicationAction.AP_DropObjects:
                publication = publication with { Tables = [.. publication.Tables.Except(tables)], Schemas = [.. publication.Schemas.Except(schemas)] };
                break;
            default:
                foreach (var gone in publication.Tables.Except(tables).Select(execution.Catalog.Find).OfType<Relation>()) execution.Lock(gone, LockMode.ShareUpdateExclusive);
                publication = publication with { Tables = tables, Schemas = schemas };
                break;
        }

        execution.Replace(publication);
    }
}
