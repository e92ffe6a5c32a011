using SchemaBuild.Analysis.Catalog;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>What CREATE TRIGGER may say of the relation that it is on: the checks of CreateTriggerFiringOn in PostgreSQL's trigger.c, in their order.</summary>
internal sealed class TriggerDefinition(CreateTrigStmt statement, Relation table, Execution execution)
{
    // The bits of pg_trigger.h.
    public const int Delete = 1 << 3;
    private const int Before = 1 << 1;
    private const int Insert = 1 << 2;
    private const int Update = 1 << 4;
    private const int Truncate = 1 << 5;
    private const int InsteadOf = 1 << 6;

    private bool IsInsteadOf => (statement.Timing & InsteadOf) != 0;

    private bool IsBefore => (statement.Timing & Before) != 0;

    private bool IsOn(int events) => (statement.Events & events) != 0;

    /// <exception cref="RefusedException">42809, 0A000, 42P17, 42703, 42701, or what is wrong with the condition.</exception>
    public void Demand(IEnumerable<Function> functions)
    {
        if (!table.IsAssumed) DemandKind();
        if (IsOn(Truncate) && statement.Row) throw new RefusedException("0A000", "TRUNCATE FOR EACH ROW triggers are not supported");
        if (IsInsteadOf) DemandInsteadOf();
        foreach (var transition in statement.TransitionRels.OfType<TriggerTransition>()) DemandTransition(transition);
        if (statement.WhenClause is { } condition) DemandCondition(condition);
        if (functions.FirstOrDefault() is { Result: { } result } && result is not { IsBuiltIn: true, Name.Name: "trigger", IsArray: false }) throw new RefusedException("42P17", $"function {NodeNames.Qualified(statement.Funcname)} must return type trigger");
        DemandColumns();
    }

    private void DemandKind()
    {
        var reason = table.Kind switch
        {
            RelationKind.Table or RelationKind.PartitionedTable when IsInsteadOf => "tables cannot have INSTEAD OF triggers",
            RelationKind.View when !IsInsteadOf && statement.Row => "views cannot have row-level BEFORE or AFTER triggers",
            RelationKind.View when IsOn(Truncate) => "views cannot have TRUNCATE triggers",
            RelationKind.ForeignTable when IsInsteadOf => "foreign tables cannot have INSTEAD OF triggers",
            RelationKind.ForeignTable when statement.Isconstraint => "foreign tables cannot have constraint triggers",
            RelationKind.MaterializedView or RelationKind.CompositeType => "it can have no triggers",
            _ => null,
        };
        if (reason is not null) throw new RefusedException("42809", $"\"{table.Name.Name}\": {reason}");
        if (table.Kind == RelationKind.PartitionedTable && statement is { Row: true, TransitionRels.Count: > 0 })
            throw new RefusedException("0A000", $"\"{table.Name.Name}\" is partitioned: ROW triggers with transition tables are not supported on partitioned tables");
    }

    private void DemandInsteadOf()
    {
        if (!statement.Row) throw new RefusedException("0A000", "INSTEAD OF triggers must be FOR EACH ROW");
        if (statement.WhenClause is not null) throw new RefusedException("0A000", "INSTEAD OF triggers cannot have WHEN conditions");
        if (statement.Columns.Count > 0) throw new RefusedException("0A000", "INSTEAD OF triggers cannot have column lists");
    }

    private void DemandTransition(TriggerTransition transition)
    {
        if (!transition.IsTable) throw new RefusedException("0A000", "ROW variable naming in the REFERENCING clause is not supported");
        if (table.Kind is RelationKind.ForeignTable or RelationKind.View) throw new RefusedException("42809", $"\"{table.Name.Name}\": triggers on it cannot have transition tables");
        if (statement.Row && !table.Parents.IsEmpty) throw new RefusedException("0A000", "ROW triggers with transition tables are not supported on partitions or inheritance children");
        var reason = IsBefore || IsInsteadOf ? "transition table name can only be specified for an AFTER trigger"
            : IsOn(Truncate) ? "TRUNCATE triggers cannot have transition tables"
            : null;
        if (reason is not null) throw new RefusedException("42P17", reason);
        if (int.PopCount(statement.Events & (Insert | Update | Delete)) > 1) throw new RefusedException("0A000", "transition tables cannot be specified for triggers with more than one event");
        if (statement.Columns.Count > 0) throw new RefusedException("0A000", "transition tables cannot be specified for triggers with column lists");
        reason = transition.IsNew && !IsOn(Insert | Update) ? "NEW TABLE can only be specified for an INSERT or UPDATE trigger"
            : !transition.IsNew && !IsOn(Delete | Update) ? "OLD TABLE can only be specified for a DELETE or UPDATE trigger"
            : statement.TransitionRels.OfType<TriggerTransition>().Any(other => other != transition && (other.IsNew == transition.IsNew || other.Name == transition.Name)) ? "transition tables must be one OLD and one NEW, of different names"
            : null;
        if (reason is not null) throw new RefusedException("42P17", reason);
    }

    private void DemandCondition(Node condition)
    {
        StoredExpressions.Refuse(condition, "trigger WHEN condition", execution);
        QueryAnalysis.Of(condition, execution, QueryScope.Of(table, "old", "new"));
        ExpressionCheck.DemandCondition(condition, table, "WHEN", execution);
        foreach (var reference in ColumnRefs.In(condition))
        {
            if (reference.Fields is not [StringValue { Sval: "old" or "new" } row, ..]) continue;
            var isOld = row.Sval == "old";
            var column = reference.Fields is [_, StringValue name] ? table.FindColumn(name.Sval) : null;
            var reason = !statement.Row ? "statement trigger's WHEN condition cannot reference column values"
                : isOld && IsOn(Insert) ? "INSERT trigger's WHEN condition cannot reference OLD values"
                : !isOld && IsOn(Delete) ? "DELETE trigger's WHEN condition cannot reference NEW values"
                : !isOld && IsBefore && (column?.Generated ?? (column is null && table.Columns.Any(own => own.Generated != GeneratedKind.None) ? GeneratedKind.Stored : GeneratedKind.None)) != GeneratedKind.None
                    ? "BEFORE trigger's WHEN condition cannot reference NEW generated columns"
                : null;
            if (reason is not null) throw new RefusedException("42P17", reason);
        }
    }

    private void DemandColumns()
    {
        var seen = new HashSet<string>();
        foreach (var name in statement.Columns.Select(NodeNames.Text).Select(Identifier.Truncate))
        {
            if (table.KnowsColumns && table.FindColumn(name) is null) throw new RefusedException("42703", $"column \"{name}\" of relation \"{table.Name.Name}\" does not exist");
            if (!seen.Add(name)) throw new RefusedException("42701", $"column \"{name}\" specified more than once");
        }
    }
}
