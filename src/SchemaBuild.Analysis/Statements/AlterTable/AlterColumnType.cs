using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.Analysis.ServerFacts;
using SchemaBuild.PgQuery.Nodes;
using Constraint = SchemaBuild.Analysis.Catalog.Constraint;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>
/// ALTER COLUMN TYPE rewrites the table unless the old values are valid values of the new type as they stand. Indexes, CHECKs and foreign keys on the
/// column are made anew, most of them without work; other things that depend on it refuse the change.
/// https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES.
/// </summary>
internal sealed class AlterColumnType : AlterTableCommand
{
    public override IReadOnlyList<AlterTableType> Types { get; } = [AlterTableType.AT_AlterColumnType];

    public override AlterTablePass Pass(AlterTableCmd command) => AlterTablePass.AlterType;

    public override bool Recurses(AlterTableCmd command) => true;

    public override bool Allows(RelationKind kind) => base.Allows(kind) || kind == RelationKind.CompositeType;

    public override void Prepare(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        if (AlterTableRun.Column(table, command.Name) is not { } column) return;
        RefuseByPlace(run, table, column);
        var value = ((ColumnDef)command.Def!).RawDefault;
        Literals.DemandIn(value, table, run.Execution);
        StoredExpressions.Refuse(value, "transform expression", run.Execution);
        ExpressionCheck.Demand(value, table, run.Execution);
        if (value is not null && column.Generated != GeneratedKind.None)
            throw new RefusedException("42611", $"column \"{column.Name}\" is generated: USING cannot be given");
        var definition = (ColumnDef)command.Def!;
        // Both are done when its turn comes; here for what they refuse.
        var target = TypeNames.Resolve(definition.TypeName!, run.Execution);
        CollationOf(definition, target, run.Execution);
        // A composite type has no rows to cast.
        if (table.Kind != RelationKind.CompositeType) TypeChanges.NeedsRewrite(column, target, value, run.Execution);
    }

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        var (definition, execution) = ((ColumnDef)command.Def!, run.Execution);
        var column = AlterTableRun.Column(table, command.Name);
        var target = TypeNames.Resolve(definition.TypeName!, execution);
        var cause = new Cause($"ALTER COLUMN {command.Name} TYPE {target.ToSql()}", major => ThroughNewColumn(run.Target.Id == table.Id ? table : run.Target, column, target, definition.RawDefault is not null, execution.Before(table).Indexes.Select(execution.Catalog.Find).OfType<Catalog.Index>(), major));
        if (column is null)
        {
            run.Rewrite(table, cause);
            return;
        }

        if (table.Id != run.Target.Id) RefuseByPlace(run, table, column);
        var changed = column with { Type = target, Collation = CollationOf(definition, target, execution) };
        var rewrites = table.Kind != RelationKind.CompositeType && TypeChanges.NeedsRewrite(column, target, definition.RawDefault, execution);
        RefuseByContents(run, table, column, target);
        RefuseRemade(table.With(changed), column, changed, execution);

        if (table.Kind == RelationKind.CompositeType)
        {
            if (execution.Catalog.UsersOfType(table.Name).Any(user => user is Relation))
                throw new RefusedException("0A000", $"cannot alter type \"{table.Name.Name}\" because a column uses it");
            execution.Replace(table.With(changed));
            return;
        }

        if (rewrites && column.Generated != GeneratedKind.Virtual) run.Rewrite(table, cause);
        foreach (var index in table.Indexes.Select(execution.Catalog.Find).OfType<Catalog.Index>().Where(index => index.UsedColumns.Contains(column.Number)))
            if (!IndexReuse.CanStay(index, column, changed, execution)) run.RebuildIndex(table, index.Name.Name, cause);
        if (table.Constraints.Any(constraint => constraint is { Kind: ConstraintKind.Check, IsValidated: true, IsEnforced: true } && constraint.Columns.Contains(column.Number)))
            run.Scan(table, cause);
        RemakeForeignKeys(run, table, column, IndexReuse.ComparesAsBefore(column.Type, target, execution), cause);
        execution.Replace(execution.Relation(table.Id).With(changed));
    }

    /// <summary>Columns of typed tables, of children and of partition keys cannot change by themselves.</summary>
    private static void RefuseByPlace(AlterTableRun run, Relation table, Column column)
    {
        var execution = run.Execution;
        var isTarget = table.Id == run.Target.Id;
        if (isTarget && table.OfType is not null) throw new RefusedException("42809", "cannot alter column type of typed table");
        var tree = execution.WithDescendants(run.Target).Select(relation => relation.Id).ToHashSet();
        var foreignParents = table.Parents.Where(parent => isTarget || !tree.Contains(parent)).Select(execution.Relation);
        if (foreignParents.Any(parent => parent.FindColumn(column.Name) is not null))
            throw new RefusedException("42P16", $"cannot alter inherited column \"{column.Name}\"");
        if (PartitionKeys.Contains(table, column))
            throw new RefusedException("42P16", $"cannot alter column \"{column.Name}\" because it is part of the partition key of relation \"{table.Name.Name}\"");
        if (!run.Recurses && !table.Children.IsEmpty)
            throw new RefusedException("42P16", $"type of inherited column \"{column.Name}\" must be changed in child tables too");
    }

    /// <summary>What is written in terms of the column and is not made anew by itself.</summary>
    private static void RefuseByContents(AlterTableRun run, Relation table, Column column, TypeRef target)
    {
        var execution = run.Execution;
        if (table.Id == run.Target.Id && run.Target.FindColumn(column.Number) is { } before && before.Type != column.Type)
            throw new RefusedException("0A000", $"cannot alter type of column \"{column.Name}\" twice");
        if (column.Identity != IdentityKind.None && target is not { IsBuiltIn: true, IsArray: false, Name.Name: "int2" or "int4" or "int8" })
            throw new RefusedException("22023", "identity column type must be smallint, integer, or bigint");
        if (column.Default is not null && TypeFacts.Path(column.Type, target, CastContext.Assignment, execution) is { Method: CoercionMethod.None })
            throw new RefusedException("42804", $"default for column \"{column.Name}\" cannot be cast automatically to type {target.ToSql()}");
        if (table.Columns.FirstOrDefault(other => other.Generated != GeneratedKind.None && ColumnReferences.Of(other.Default, table).Contains(column.Number)) is { } generated)
            throw new RefusedException(execution.Major >= 15 ? "0A000" : "42601", $"cannot alter type of a column used by a generated column: \"{generated.Name}\"");
        // Statistics are made anew.
        if (execution.Catalog.UsersOf(table.Id).FirstOrDefault(item => item is not Statistics && item.DependsOn.Contains(new Dependency(table.Id, column.Number))) is { } dependent)
            throw new RefusedException("0A000", $"cannot alter type of column \"{column.Name}\": {dependent.Name} depends on it");
    }

    /// <summary>Constraints and indexes that rest on the column are made again over its new type.</summary>
    private static void RefuseRemade(Relation table, Column before, Column changed, Execution execution)
    {
        foreach (var constraint in table.Constraints.Where(constraint => constraint.Columns.Contains(changed.Number)))
        {
            if (constraint.Kind == ConstraintKind.Check) ExpressionCheck.DemandCondition(constraint.Expression, StoredLiterals.TypesOf(constraint.Expression, table, before, execution), "CHECK", execution);
            else if (constraint is { Kind: ConstraintKind.ForeignKey, Referenced: { } id } && execution.Catalog.Find(id) is Relation { KnowsColumns: true } referenced)
                ForeignKeyTarget.DemandComparable(table, constraint.Columns, id == table.Id ? table : referenced, constraint.ReferencedColumns, execution);
        }

        foreach (var referencing in table.ReferencedBy.Distinct().Where(id => id != table.Id).Select(execution.Catalog.Find).OfType<Relation>())
            foreach (var constraint in referencing.Constraints.Where(constraint => constraint.Referenced == table.Id && constraint.ReferencedColumns.Contains(changed.Number)))
                ForeignKeyTarget.DemandComparable(referencing, constraint.Columns, table, constraint.ReferencedColumns, execution);

        foreach (var index in table.Indexes.Select(execution.Catalog.Find).OfType<Catalog.Index>().Where(index => index.UsedColumns.Contains(changed.Number)))
        {
            ExpressionCheck.DemandCondition(index.Definition?.WhereClause, StoredLiterals.TypesOf(index.Definition?.WhereClause, table, before, execution), "WHERE", execution);
            foreach (var key in index.Definition?.IndexParams.OfType<IndexElem>().Where(key => key.Expr is not null) ?? []) ExpressionCheck.Demand(key.Expr, table, execution);
        }
    }

    private static void RemakeForeignKeys(AlterTableRun run, Relation table, Column column, bool comparesAsBefore, Cause cause)
    {
        var execution = run.Execution;
        foreach (var constraint in table.Constraints.Where(constraint => constraint.Kind == ConstraintKind.ForeignKey && constraint.Columns.Contains(column.Number)))
        {
            if (constraint.Referenced is { } id && execution.Catalog.Find(id) is Relation referenced)
            {
                // The key is dropped with its triggers, and added again.
                foreach (var part in Partitions.WithTriggers(referenced, execution)) execution.Lock(part, LockMode.AccessExclusive);
                foreach (var part in referenced.Kind == RelationKind.PartitionedTable ? execution.WithDescendants(referenced) : [referenced]) execution.Lock(part, LockMode.ShareRowExclusive);
            }

            Remake(table, constraint);
        }

        foreach (var referencing in table.ReferencedBy.Distinct().Select(execution.Catalog.Find).OfType<Relation>())
        {
            foreach (var constraint in referencing.Constraints.Where(constraint => constraint.Referenced == table.Id && RestsOn(constraint)))
            {
                LockTree(referencing);
                Remake(referencing, constraint);
            }
        }

        bool RestsOn(Constraint key) => table.Constraints.FirstOrDefault(own => own.Name == key.ReferencedKey)?.Columns.Contains(column.Number) ?? true;

        void Remake(Relation referencing, Constraint constraint)
        {
            if (constraint is { IsValidated: true, IsEnforced: true }) run.RemakeForeignKey(table, referencing, constraint.Name, comparesAsBefore, cause);
        }

        void LockTree(Relation other)
        {
            foreach (var part in other.Kind == RelationKind.PartitionedTable ? execution.WithDescendants(other) : [other]) execution.Lock(part, LockMode.AccessExclusive);
        }
    }

    private static string? CollationOf(ColumnDef definition, TypeRef target, Execution execution)
    {
        if (definition.CollClause is not { } clause) return null;
        TableBuilder.DemandCollatable(target, execution);
        var name = NodeNames.Qualified(clause.Collname).Name;
        return name == "default" ? null : name;
    }

    private static Remedy ThroughNewColumn(Relation table, Column? column, TypeRef target, bool isComputed, IEnumerable<Catalog.Index> indexes, int major)
    {
        if (column is null || isComputed) return new Remedy("Add a column of the new type, keep it up to date by a trigger, copy the old rows in batches, and switch over.");
        var on = indexes.Where(index => index.UsedColumns.Contains(column.Number)).ToList();
        return Judging.ColumnCopy.OfType(table, column, target, $"{Identifier.Quote(column.Name)}::{target.ToSql()}", on, major);
    }

    /// <summary>What a literal that stands beside the column was taken for when its expression was stored, it stays.</summary>
    private sealed class StoredLiterals(ExpressionTypes types, Column before, Execution execution) : NodeVisitor
    {
        public static ExpressionTypes TypesOf(Node? expression, Relation table, Column before, Execution execution)
        {
            var types = ExpressionTypes.In(table, execution);
            if (expression is not null) new StoredLiterals(types, before, execution).Visit(expression);
            return types;
        }

        public override void Visit(Node node)
        {
            if (node is A_Expr { Kind: A_Expr_Kind.AEXPR_OP or A_Expr_Kind.AEXPR_IN or A_Expr_Kind.AEXPR_BETWEEN or A_Expr_Kind.AEXPR_NOT_BETWEEN } operation)
            {
                if (IsColumn(operation.Lexpr)) Remember(operation.Rexpr, operation);
                if (IsColumn(operation.Rexpr)) Remember(operation.Lexpr, operation);
            }

            base.Visit(node);
        }

        private bool IsColumn(Node? side) => side is ColumnRef { Fields: [.., StringValue name] } && name.Sval == before.Name;

        private void Remember(Node? side, A_Expr operation)
        {
            if (side is NodeList list)
                foreach (var item in list.Items) Remember(item, operation);
            if (side is not A_Const { Val: StringValue } || TypeFacts.Of(before.Type, execution) is not { } type) return;
            var builtIns = BuiltIns.Of(execution.Major);
            var name = operation.Kind is A_Expr_Kind.AEXPR_BETWEEN or A_Expr_Kind.AEXPR_NOT_BETWEEN ? ">=" : NodeNames.Text(operation.Name[^1]);
            var taken = builtIns.Operators.Resolve(name, [type, builtIns.Types.Find("unknown")!])?.Overload?.Arguments[^1] is { } argument ? builtIns.Types.Find(argument) : null;
            types.Remember(side, taken is { Kind: not TypeKind.Pseudo } ? taken : type);
        }
    }
}
