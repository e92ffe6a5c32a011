using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE TABLE. It locks nothing of its own that others could see, but the tables that its foreign keys reference and its parents.</summary>
internal sealed class CreateTable : StatementModel<CreateStmt>
{
    protected override string Kind(CreateStmt statement) => "CREATE_TABLE";

    protected override void Execute(CreateStmt statement, Execution execution)
    {
        var name = execution.NewName(statement.Relation!);
        if (execution.Catalog.Find(NameSpace.Relation, name) is { } existing)
        {
            if (statement.IfNotExists) return;
            if (!existing.IsAssumed) throw new RefusedException("42P07", $"relation \"{name.Name}\" already exists");
            execution.Remove(existing);
        }

        var builder = new TableBuilder(execution);
        var table = execution.Add(new Relation
        {
            Name = name,
            Kind = statement.Partspec is null ? RelationKind.Table : RelationKind.PartitionedTable,
            Persistence = statement.Relation!.Relpersistence switch
            {
                "t" => Persistence.Temporary,
                "u" => Persistence.Unlogged,
                _ => Persistence.Permanent,
            },
            PartitionKey = statement.Partspec,
            PartitionBound = statement.Partbound,
        }).Id;

        foreach (var parent in statement.InhRelations.OfType<RangeVar>()) Inherit(execution, table, execution.GetRelation(parent), statement.Partbound is not null);
        var constraints = new List<(PgQuery.Nodes.Constraint Definition, Column? Column)>();
        foreach (var element in statement.TableElts)
        {
            switch (element)
            {
                case ColumnDef { TypeName: not null } definition:
                    var column = builder.AddColumn(table, definition);
                    constraints.AddRange(TableBuilder.ConstraintsOf(definition).Select(constraint => (constraint, (Column?)column)));
                    break;
                case PgQuery.Nodes.Constraint constraint:
                    constraints.Add((constraint, null));
                    break;
            }
        }

        foreach (var (definition, column) in constraints)
        {
            if (definition.Contype == ConstrType.CONSTR_FOREIGN)
                execution.Lock(execution.GetRelation(definition.Pktable!), LockMode.ShareRowExclusive);
            var constraint = builder.AddConstraint(table, definition, column);
            if (constraint.Index is not null) execution.BuildIndex(execution.Relation(table), constraint.Name, new Cause($"{constraint.Name} of a new table"));
        }
    }

    private static void Inherit(Execution execution, int child, Relation parent, bool isPartition)
    {
        execution.Lock(parent, isPartition ? LockMode.AccessExclusive : LockMode.ShareUpdateExclusive);
        if (isPartition && DefaultPartition(parent, execution) is { } rest) execution.Lock(rest, LockMode.AccessExclusive);
        execution.Replace(parent with { Children = parent.Children.Add(child) });
        var relation = execution.Relation(child);
        execution.Replace(relation with
        {
            Parents = relation.Parents.Add(parent.Id),
            Columns = relation.Columns.AddRange(parent.Columns.Where(column => relation.FindColumn(column.Name) is null)),
            NextColumn = Math.Max(relation.NextColumn, parent.NextColumn),
        });
    }

    /// <summary>Rows that belong to the new partition must not be in the DEFAULT one, so the server locks and checks it.</summary>
    private static Relation? DefaultPartition(Relation parent, Execution execution) =>
        parent.Children.Select(execution.Relation).FirstOrDefault(child => child.PartitionBound is { IsDefault: true });
}
