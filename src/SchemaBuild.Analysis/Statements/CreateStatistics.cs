using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.Analysis.ServerFacts;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE STATISTICS: SHARE UPDATE EXCLUSIVE on its table.</summary>
internal sealed class CreateStatistics : StatementModel<CreateStatsStmt>
{
    protected override string Kind(CreateStatsStmt statement) => "CREATE_STATISTICS";

    protected override void Execute(CreateStatsStmt statement, Execution execution)
    {
        NewerSyntax.Refuse(statement, execution);
        var table = execution.GetRelation(statement.Relations.OfType<RangeVar>().First());
        execution.Lock(table, LockMode.ShareUpdateExclusive);
        var columns = statement.Exprs.OfType<StatsElem>().ToList();
        var name = statement.Defnames.Count > 0
            ? execution.NewName(NodeNames.Qualified(statement.Defnames))
            : new TableBuilder(execution).FreeName(table.Name.Schema, table.Name.Name, string.Join("_", columns.Select(column => column.Name.Length > 0 ? column.Name : "expr")), "stat");
        if (!execution.MakeRoom(NameSpace.Statistics, name, statement.IfNotExists)) return;
        Refuse(statement, table, columns, execution);
        execution.Add(new Statistics
        {
            Name = name,
            Table = table.Id,
            DependsOn =
            [
                .. TableBuilder.Columns(table, columns.Select(column => column.Name)).Concat(columns.SelectMany(column => ColumnReferences.Of(column.Expr, table)))
                    .Distinct().Select(column => new Dependency(table.Id, column)),
            ],
        });
    }

    private static void Refuse(CreateStatsStmt statement, Relation table, List<StatsElem> columns, Execution execution)
    {
        if (!table.IsAssumed && table.Kind is RelationKind.View or RelationKind.CompositeType) throw new RefusedException("42809", $"cannot define statistics for relation \"{table.Name.Name}\"");
        var seen = new HashSet<string>();
        foreach (var element in columns)
        {
            if (element.Expr is { } expression)
            {
                ColumnReferences.Demand(expression, table);
                StoredExpressions.Refuse(expression, "statistics expression", execution);
                ExpressionCheck.Demand(expression, table, execution);
                continue;
            }

            if (AlterTableRun.Column(table, element.Name) is { } column) DemandSortable(column, execution);
            if (!seen.Add(element.Name)) throw new RefusedException("42701", "duplicate column name in statistics definition");
        }

        if (columns is [{ Expr: null }]) throw new RefusedException("42P17", "extended statistics require at least 2 columns");
        if (columns is [{ Expr: not null }] && statement.StatTypes.Count > 0) throw new RefusedException("0A000", "when building statistics on a single expression, statistics kinds may not be specified");
        if (statement.StatTypes.Select(NodeNames.Text).FirstOrDefault(kind => kind is not ("ndistinct" or "dependencies" or "mcv")) is { } unknown)
            throw new RefusedException("42601", $"unrecognized statistics kind \"{unknown}\"");
    }

    private static void DemandSortable(Column column, Execution execution)
    {
        if (column.Type.IsBuiltIn && TypeFacts.Of(column.Type, execution) is { Kind: TypeKind.Base } type && BuiltIns.Of(execution.Major).OperatorClasses.FindDefault("btree", type) is null)
            throw new RefusedException("0A000", $"column \"{column.Name}\" cannot be used in statistics because its type {type.DisplayName} has no default btree operator class");
    }
}
