using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
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
}
