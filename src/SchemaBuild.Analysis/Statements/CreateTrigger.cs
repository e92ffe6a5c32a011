using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE TRIGGER: SHARE ROW EXCLUSIVE on its table; a row trigger of a partitioned table is made on every partition.</summary>
internal sealed class CreateTrigger : StatementModel<CreateTrigStmt>
{
    protected override string Kind(CreateTrigStmt statement) => "CREATE_TRIGGER";

    protected override void Execute(CreateTrigStmt statement, Execution execution)
    {
        var table = execution.GetRelation(statement.Relation!);
        var partitions = statement.Row && table.Kind == RelationKind.PartitionedTable ? execution.WithDescendants(table) : [table];
        foreach (var partition in partitions) execution.Lock(partition, LockMode.ShareRowExclusive);
        if (statement.Constrrel is { } referenced) execution.Lock(execution.GetRelation(referenced), LockMode.AccessShare);

        var functions = execution.FindFunctions(NodeNames.Qualified(statement.Funcname)).Where(function => function.Arguments.IsEmpty).ToList();
        new TriggerDefinition(statement, table, execution).Demand(functions);
        int? parent = null;
        foreach (var partition in partitions)
        {
            var trigger = new Trigger
            {
                Name = partition.Name with { Name = Identifier.Truncate(statement.Trigname) },
                Table = partition.Id,
                Parent = parent,
                IsForRows = statement.Row,
                OnDelete = (statement.Events & TriggerDefinition.Delete) != 0,
                DependsOn = [.. functions.Select(function => new Dependency(function.Id)), .. Columns(statement, partition)],
            };
            var added = Put(trigger, statement.Replace, execution);
            parent ??= added.Id;
        }
    }

    private static CatalogObject Put(Trigger trigger, bool replace, Execution execution)
    {
        if (replace && execution.Catalog.Find(NameSpace.Trigger, trigger.Key) is Trigger old) return execution.Replace(trigger with { Id = old.Id, CreatedBy = old.CreatedBy });
        execution.MakeRoom(NameSpace.Trigger, trigger.Key);
        return execution.Add(trigger);
    }

    /// <summary>Columns of UPDATE OF and of WHEN.</summary>
    private static IEnumerable<Dependency> Columns(CreateTrigStmt statement, Relation table) =>
        TableBuilder.Columns(table, statement.Columns.Select(NodeNames.Text)).Concat(ColumnReferences.Of(statement.WhenClause, table))
            .Distinct().Select(column => new Dependency(table.Id, column));
}
