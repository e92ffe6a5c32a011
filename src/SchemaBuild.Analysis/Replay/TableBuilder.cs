using System.Collections.Immutable;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.PgQuery.Nodes;
using Constraint = SchemaBuild.Analysis.Catalog.Constraint;

namespace SchemaBuild.Analysis.Replay;

/// <summary>Puts columns, constraints and indexes into the catalogue: what CREATE TABLE and ALTER TABLE have in common.</summary>
internal sealed class TableBuilder(Execution execution)
{
    /// <summary>Adds a column without its constraints, which <see cref="ConstraintsOf"/> lists.</summary>
    public Column AddColumn(int table, ColumnDef definition)
    {
        var relation = execution.Relation(table);
        var type = definition.TypeName is null ? new TypeRef(default) : TypeNames.Resolve(definition.TypeName, execution);
        var isSerial = definition.TypeName is not null && TypeNames.SerialType(definition.TypeName) is not null;
        var constraints = definition.Constraints.OfType<PgQuery.Nodes.Constraint>().ToList();
        var identity = constraints.FirstOrDefault(constraint => constraint.Contype == ConstrType.CONSTR_IDENTITY);
        var generated = constraints.FirstOrDefault(constraint => constraint.Contype == ConstrType.CONSTR_GENERATED);
        var column = new Column
        {
            Number = relation.NextColumn,
            Name = Identifier.Truncate(definition.Colname),
            Type = type,
            NotNull = isSerial || identity is not null || constraints.Any(constraint => constraint.Contype is ConstrType.CONSTR_NOTNULL or ConstrType.CONSTR_PRIMARY),
            Default = generated?.RawExpr ?? constraints.FirstOrDefault(constraint => constraint.Contype == ConstrType.CONSTR_DEFAULT)?.RawExpr ?? definition.RawDefault,
            IsSerial = isSerial,
            Collation = definition.CollClause is null ? null : NodeNames.Qualified(definition.CollClause.Collname).Name,
            Identity = identity is null ? IdentityKind.None : identity.GeneratedWhen == "a" ? IdentityKind.Always : IdentityKind.ByDefault,
            Generated = generated is null ? GeneratedKind.None : generated.GeneratedKind == "v" ? GeneratedKind.Virtual : GeneratedKind.Stored,
            CreatedBy = execution.Session.Transaction,
        };
        Check(definition, column, relation);
        execution.Replace(relation with { Columns = relation.Columns.Add(column), NextColumn = column.Number + 1 });
        if (column.NotNull && !constraints.Any(constraint => constraint.Contype == ConstrType.CONSTR_PRIMARY))
            AddNotNull(table, column.Number, constraints.FirstOrDefault(constraint => constraint.Contype == ConstrType.CONSTR_NOTNULL)?.Conname);
        if (isSerial || identity is not null) AddSequence(table, column);
        return column;
    }

    /// <summary>
    /// The constraints that a column definition carries, as the server turns them into table constraints. The grammar gives NOT ENFORCED as an element of
    /// its own after the constraint.
    /// </summary>
    public static IEnumerable<(PgQuery.Nodes.Constraint Definition, bool IsEnforced)> ConstraintsOf(ColumnDef definition)
    {
        var all = definition.Constraints;
        for (var i = 0; i < all.Count; i++)
        {
            if (all[i] is not PgQuery.Nodes.Constraint
                {
                    Contype: ConstrType.CONSTR_CHECK or ConstrType.CONSTR_UNIQUE or ConstrType.CONSTR_PRIMARY or ConstrType.CONSTR_FOREIGN or ConstrType.CONSTR_EXCLUSION
                } constraint) continue;
            var isEnforced = true;
            for (var next = i + 1; next < all.Count && all[next] is PgQuery.Nodes.Constraint { Contype: >= ConstrType.CONSTR_ATTR_DEFERRABLE } attribute; next++)
                isEnforced &= attribute.Contype != ConstrType.CONSTR_ATTR_NOT_ENFORCED;
            yield return (constraint, isEnforced);
        }
    }

    /// <summary>On PostgreSQL 18 a column that is NOT NULL has a constraint that says so.</summary>
    public void AddNotNull(int table, int column, string? name = null, bool isInherited = false)
    {
        var relation = execution.Relation(table);
        var owner = relation.FindColumn(column)!;
        if (!owner.NotNull) relation = execution.Replace(relation.With(owner with { NotNull = true }));
        if (execution.Major < 18 || relation.Constraints.Any(own => own.Kind == ConstraintKind.NotNull && own.Columns.Contains(column))) return;
        execution.Replace(relation with
        {
            Constraints = relation.Constraints.Add(new Constraint
            {
                Kind = ConstraintKind.NotNull,
                Name = name is { Length: > 0 } ? Identifier.Truncate(name) : FreeConstraintName(relation, owner.Name, "not_null"),
                Columns = [column],
                IsInherited = isInherited,
                CreatedBy = execution.Session.Transaction,
            }),
        });
    }

    /// <summary>Refuses a collation for a type that has none.</summary>
    /// <exception cref="RefusedException">42804.</exception>
    public static void DemandCollatable(TypeRef type, Execution execution)
    {
        if (!type.IsArray && type.IsBuiltIn && TypeFacts.Of(type, execution) is { Collation: null } plain)
            throw new RefusedException("42804", $"collations are not supported by type {plain.DisplayName}");
    }

    private void Check(ColumnDef definition, Column column, Relation relation)
    {
        if (relation.FindColumn(column.Name) is not null) throw new RefusedException("42701", $"column \"{column.Name}\" specified more than once");
        if (column.NotNull && definition.Constraints.OfType<PgQuery.Nodes.Constraint>().Any(constraint => constraint.Contype == ConstrType.CONSTR_NULL))
            throw new RefusedException("42601", $"conflicting NULL/NOT NULL declarations for column \"{column.Name}\"");
        if (definition.CollClause is not null) DemandCollatable(column.Type, execution);
        if (column.Identity != IdentityKind.None && column.Type is not { IsBuiltIn: true, IsArray: false, Name.Name: "int2" or "int4" or "int8" })
            throw new RefusedException("22023", "identity column type must be smallint, integer, or bigint");
        if (column.Default is not { } value) return;
        StoredExpressions.Refuse(value, column.Generated == GeneratedKind.None ? "DEFAULT expression" : "column generation expression", execution);
        if (column.Generated != GeneratedKind.None)
        {
            var volatility = ExpressionVolatility.Of(value, execution, relation);
            ExpressionCheck.Demand(value, relation, execution);
            if (volatility.Certain != ServerFacts.Volatility.Immutable) throw new RefusedException("42P17", "generation expression is not immutable");
            DemandAssignable(ExpressionTypes.In(relation, execution).Of(value), column, execution);
            return;
        }

        DemandFits(value, column, execution);
    }

    /// <summary>Refuses a default that names columns (0A000) or is of a type that the column cannot take (42804).</summary>
    public static void DemandFits(Node value, Column column, Execution execution)
    {
        if (ColumnRefs.In(value).Count > 0) throw new RefusedException("0A000", "cannot use column reference in DEFAULT expression");
        Literals.DemandAs(value, column.Type, execution);
        ExpressionCheck.Demand(value, null, execution);
        DemandAssignable(ExpressionTypes.In(null, execution).Of(value), column, execution);
    }

    private static void DemandAssignable(ServerFacts.BuiltInType? type, Column column, Execution execution)
    {
        if (type is not { Kind: not ServerFacts.TypeKind.Pseudo } from || execution.Catalog.HasOwnOperators || TypeFacts.Of(column.Type, execution) is not { } to) return;
        if (ServerFacts.BuiltIns.Of(execution.Major).Coercion.FindPath(from, to, ServerFacts.CastContext.Assignment).Method == ServerFacts.CoercionMethod.None)
            throw new RefusedException("42804", $"column \"{column.Name}\" is of type {to.DisplayName} but default expression is of type {from.DisplayName}");
    }

    /// <summary>A CHECK that the table has from above may be written again: it becomes its own as well (MergeWithExistingConstraint). Whether it says the same is not compared.</summary>
    public static bool IsInheritedAlready(Relation table, PgQuery.Nodes.Constraint definition) =>
        definition is { Contype: ConstrType.CONSTR_CHECK, Conname.Length: > 0 } && table.FindConstraint(Identifier.Truncate(definition.Conname)) is { Kind: ConstraintKind.Check, IsInherited: true };

    /// <summary>Adds a constraint and, if it has one, its index.</summary>
    public Constraint AddConstraint(int table, PgQuery.Nodes.Constraint definition, Column? column = null, bool isEnforced = true, string? name = null, bool isInherited = false)
    {
        var relation = execution.Relation(table);
        var keys = KeysOf(definition, column);
        foreach (var key in keys) AlterTableRun.Column(relation, key);
        if (definition.Contype is ConstrType.CONSTR_PRIMARY or ConstrType.CONSTR_UNIQUE && definition.Keys.Select(NodeNames.Text).GroupBy(key => key).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new RefusedException("42701", $"column \"{twice.Key}\" appears twice in {(definition.Contype == ConstrType.CONSTR_PRIMARY ? "primary key" : "unique")} constraint");
        var columns = Columns(relation, keys);
        Refuse(definition, relation);
        var constraint = new Constraint
        {
            Kind = KindOf(definition.Contype),
            Name = name ?? (definition.Conname.Length > 0 ? Identifier.Truncate(definition.Conname) : ChooseName(relation, definition, column)),
            Columns = definition.Contype == ConstrType.CONSTR_CHECK ? ColumnReferences.Of(definition.RawExpr, relation) : columns,
            Expression = definition.RawExpr,
            IsValidated = !definition.SkipValidation,
            IsEnforced = isEnforced && (column is not null || definition.IsEnforced || !CanBeUnenforced(definition.Contype)),
            IsInherited = isInherited,
            ProvesNotNull = definition.Contype == ConstrType.CONSTR_CHECK ? NotNullProof.Of(definition.RawExpr, relation) : [],
            IsDeferrable = definition.Deferrable,
            IsDeferred = definition.Initdeferred,
            OnDelete = ActionOf(definition.FkDelAction),
            OnUpdate = ActionOf(definition.FkUpdAction),
            OnDeleteColumns = Columns(relation, definition.FkDelSetCols.Select(NodeNames.Text)),
            Volatility = definition is { Contype: ConstrType.CONSTR_CHECK, RawExpr: { } expression } ? ExpressionVolatility.Of(expression, execution, relation).Certain : ServerFacts.Volatility.Immutable,
            NoInherit = definition.IsNoInherit,
            CreatedBy = execution.Session.Transaction,
        };

        if (HasIndex(constraint.Kind)) constraint = WithIndex(relation, definition, constraint, columns);
        if (constraint.Kind == ConstraintKind.ForeignKey && definition.Pktable is not null)
        {
            var referenced = execution.GetRelation(definition.Pktable);
            var (key, referencedColumns) = ForeignKeyTarget.Resolve(relation, columns, definition, referenced, execution);
            constraint = constraint with { Referenced = referenced.Id, ReferencedKey = key, ReferencedColumns = referencedColumns };
            execution.Replace(referenced with { ReferencedBy = referenced.ReferencedBy.Add(table) });
        }

        relation = execution.Relation(table);
        relation = relation with { Constraints = relation.Constraints.Add(constraint) };
        if (constraint.Kind == ConstraintKind.NotNull)
            relation = relation with { Columns = [.. relation.Columns.Select(own => constraint.Columns.Contains(own.Number) ? own with { NotNull = true } : own)] };
        execution.Replace(relation);
        if (constraint.Kind == ConstraintKind.PrimaryKey)
            foreach (var number in constraint.Columns) AddNotNull(table, number);
        return constraint;
    }

    /// <summary>What is wrong whatever the rows hold.</summary>
    private void Refuse(PgQuery.Nodes.Constraint definition, Relation relation)
    {
        if (definition.Conname.Length > 0 && relation.FindConstraint(Identifier.Truncate(definition.Conname)) is { } same)
            throw new RefusedException("42710", $"constraint \"{same.Name}\" for relation \"{relation.Name.Name}\" already exists");
        if (definition.Indexname.Length == 0) RefuseSecondPrimaryKey(definition, relation);
        if (definition.Contype == ConstrType.CONSTR_CHECK)
        {
            if (definition.IsNoInherit && relation.Kind == RelationKind.PartitionedTable)
                throw new RefusedException("42P16", $"cannot add NO INHERIT constraint to partitioned table \"{relation.Name.Name}\"");
            ColumnReferences.Demand(definition.RawExpr, relation);
            Literals.DemandIn(definition.RawExpr, relation, execution);
            StoredExpressions.Refuse(definition.RawExpr, "check constraint", execution);
            ExpressionCheck.DemandCondition(definition.RawExpr, relation, "CHECK", execution);
        }
    }

    private static void RefuseSecondPrimaryKey(PgQuery.Nodes.Constraint definition, Relation relation)
    {
        if (definition.Contype == ConstrType.CONSTR_PRIMARY && relation.Constraints.Any(own => own.Kind == ConstraintKind.PrimaryKey))
            throw new RefusedException("42P16", $"multiple primary keys for table \"{relation.Name.Name}\" are not allowed");
    }

    /// <summary>Adds an index and returns it.</summary>
    public Index AddIndex(int table, Index index)
    {
        var added = (Index)execution.Add(index);
        var relation = execution.Relation(table);
        execution.Replace(relation with { Indexes = relation.Indexes.Add(added.Id) });
        return added;
    }

    public static bool HasIndex(ConstraintKind kind) => kind is ConstraintKind.PrimaryKey or ConstraintKind.Unique or ConstraintKind.Exclusion;

    /// <summary>Numbers of named columns; unknown names are left out.</summary>
    public static ImmutableArray<int> Columns(Relation relation, IEnumerable<string> names) =>
        [.. names.Select(name => relation.FindColumn(Identifier.Truncate(name))?.Number ?? 0).Where(number => number > 0)];

    private static ForeignKeyAction ActionOf(string letter) => letter switch
    {
        "r" => ForeignKeyAction.Restrict,
        "c" => ForeignKeyAction.Cascade,
        "n" => ForeignKeyAction.SetNull,
        "d" => ForeignKeyAction.SetDefault,
        _ => ForeignKeyAction.NoAction,
    };

    private Constraint WithIndex(Relation relation, PgQuery.Nodes.Constraint definition, Constraint constraint, ImmutableArray<int> columns)
    {
        if (definition.Indexname.Length > 0)
        {
            var adopted = execution.FindIndex(new QualifiedName(relation.Name.Schema, definition.Indexname));
            if (adopted is null) return relation.IsAssumed ? constraint : throw new RefusedException("42704", $"index \"{definition.Indexname}\" does not exist");
            RefuseToAdopt(adopted, relation);
            RefuseSecondPrimaryKey(definition, relation);
            // The server renames the index to the constraint; without a name the constraint takes the index's.
            var name = definition.Conname.Length > 0 ? constraint.Name : adopted.Name.Name;
            execution.Replace(adopted with { Name = adopted.Name with { Name = name }, BacksConstraint = true });
            return constraint with { Name = name, Index = adopted.Id, Columns = adopted.KeyColumns };
        }

        if (constraint.Kind == ConstraintKind.Exclusion && relation.Kind == RelationKind.PartitionedTable && execution.Major < 17)
            throw new RefusedException("0A000", "exclusion constraints are not supported on partitioned tables");
        PartitionKeys.DemandIn(relation, columns);
        DemandClasses(relation, definition, columns);
        var index = AddIndex(relation.Id, new Index
        {
            Name = relation.Name with { Name = constraint.Name },
            Table = relation.Id,
            IsUnique = constraint.Kind != ConstraintKind.Exclusion,
            BacksConstraint = true,
            KeyColumns = columns,
            UsedColumns = columns,
            AccessMethod = definition.AccessMethod.Length > 0 ? definition.AccessMethod : "btree",
        });
        return constraint with { Index = index.Id };
    }

    private void DemandClasses(Relation relation, PgQuery.Nodes.Constraint definition, ImmutableArray<int> columns)
    {
        var method = definition.AccessMethod.Length > 0 ? definition.AccessMethod : "btree";
        var keys = Exclusions(definition).ToList();
        // Who excludes plain values by gist has btree_gist, be it that no migration shows it.
        foreach (var key in execution.Catalog.IsComplete || method is "btree" or "hash" ? keys : [])
        {
            var column = relation.FindColumn(Identifier.Truncate(key.Name));
            OperatorClasses.Demand(method, key.Opclass, key.Expr is { } value ? ExpressionTypes.In(relation, execution).Of(value) : column is null ? null : TypeFacts.Of(column.Type, execution), execution);
        }

        if (keys.Count > 0) return;
        foreach (var number in columns) OperatorClasses.Demand(method, [], TypeFacts.Of(relation.FindColumn(number)!.Type, execution), execution);
    }

    private static void RefuseToAdopt(Index index, Relation relation)
    {
        if (index.BacksConstraint) throw new RefusedException("55000", $"index \"{index.Name.Name}\" is already associated with a constraint");
        if (index.Table != relation.Id) throw new RefusedException("55000", $"index \"{index.Name.Name}\" does not belong to table \"{relation.Name.Name}\"");
        if (!index.IsValid) throw new RefusedException("55000", $"index \"{index.Name.Name}\" is not valid");
        var hasOrder = index.Definition?.IndexParams.OfType<IndexElem>().Any(key => key.Ordering == SortByDir.SORTBY_DESC || key.NullsOrdering == SortByNulls.SORTBY_NULLS_FIRST) ?? false;
        if (!index.IsUnique || index.IsPartial || index.HasExpressions || hasOrder)
            throw new RefusedException("42809", $"index \"{index.Name.Name}\" cannot back a primary key or unique constraint: it must be unique, whole, without expressions and with default sorting");
    }

    /// <summary>Makes an existing column an identity column.</summary>
    public void AddIdentity(int table, Column column, IdentityKind kind)
    {
        var changed = column with { Identity = kind };
        execution.Replace(execution.Relation(table).With(changed));
        AddSequence(table, changed);
    }

    private void AddSequence(int table, Column column)
    {
        var relation = execution.Relation(table);
        var sequence = execution.Add(new Sequence { Name = FreeName(relation.Name.Schema, relation.Name.Name, column.Name, "seq"), OwnedBy = table, OwnedByColumn = column.Number, IsIdentity = column.Identity != IdentityKind.None });
        execution.Replace(relation with { OwnedSequences = relation.OwnedSequences.Add(sequence.Id) });
    }

    /// <summary>The columns and expressions of an EXCLUDE.</summary>
    private static IEnumerable<IndexElem> Exclusions(PgQuery.Nodes.Constraint definition) => definition.Exclusions.OfType<NodeList>().Select(pair => pair.Items[0]).OfType<IndexElem>();

    private string ChooseName(Relation relation, PgQuery.Nodes.Constraint definition, Column? column)
    {
        var keys = KeysOf(definition, column);
        var joined = keys.Count > 0 ? string.Join("_", keys) : null;
        return definition.Contype switch
        {
            ConstrType.CONSTR_PRIMARY => FreeConstraintName(relation, null, "pkey"),
            ConstrType.CONSTR_UNIQUE => FreeConstraintName(relation, joined, "key"),
            ConstrType.CONSTR_EXCLUSION => FreeConstraintName(relation, string.Join("_", Statements.CreateIndex.Distinct(Exclusions(definition).Select(Statements.CreateIndex.NameOf))), "excl"),
            ConstrType.CONSTR_FOREIGN => FreeConstraintName(relation, joined, "fkey"),
            ConstrType.CONSTR_NOTNULL => FreeConstraintName(relation, joined, "not_null"),
            _ => FreeConstraintName(relation, ColumnReferences.Of(definition.RawExpr, relation) is [var only] ? relation.FindColumn(only)?.Name : null, "check"),
        };
    }

    private string FreeConstraintName(Relation relation, string? column, string suffix) => FreeConstraintName(execution.Catalog, relation, column, suffix);

    /// <summary>A name that no constraint of the table and no relation of the schema has, as ChooseConstraintName finds it.</summary>
    public static string FreeConstraintName(CatalogState catalog, Relation relation, string? column, string suffix)
    {
        for (var i = 0; ; i++)
        {
            var name = Identifier.MakeObjectName(relation.Name.Name, column, suffix + (i == 0 ? "" : $"{i}"));
            if (relation.FindConstraint(name) is null && catalog.Find(NameSpace.Relation, relation.Name with { Name = name }) is null) return name;
        }
    }

    /// <summary>A name that no relation of the schema has, as ChooseRelationName finds it.</summary>
    public QualifiedName FreeName(string schema, string table, string? column, string suffix)
    {
        for (var i = 0; ; i++)
        {
            var name = new QualifiedName(schema, Identifier.MakeObjectName(table, column, suffix + (i == 0 ? "" : $"{i}")));
            if (execution.Catalog.Find(NameSpace.Relation, name) is null) return name;
        }
    }

    public static List<string> KeysOf(PgQuery.Nodes.Constraint definition, Column? column)
    {
        var keys = definition.Contype switch
        {
            ConstrType.CONSTR_FOREIGN => definition.FkAttrs.Select(NodeNames.Text),
            ConstrType.CONSTR_EXCLUSION => Exclusions(definition).Select(element => element.Name),
            _ => definition.Keys.Select(NodeNames.Text),
        };
        // As ChooseIndexColumnNames: what an index only includes is part of its name.
        if (definition.Contype is ConstrType.CONSTR_EXCLUSION or ConstrType.CONSTR_UNIQUE) keys = keys.Concat(definition.Including.Select(NodeNames.Text));
        var names = keys.Where(name => name.Length > 0).ToList();
        return names.Count == 0 && column is not null && definition.Contype != ConstrType.CONSTR_CHECK ? [column.Name] : names;
    }

    public static ConstraintKind KindOf(ConstrType type) => type switch
    {
        ConstrType.CONSTR_PRIMARY => ConstraintKind.PrimaryKey,
        ConstrType.CONSTR_UNIQUE => ConstraintKind.Unique,
        ConstrType.CONSTR_FOREIGN => ConstraintKind.ForeignKey,
        ConstrType.CONSTR_EXCLUSION => ConstraintKind.Exclusion,
        ConstrType.CONSTR_NOTNULL => ConstraintKind.NotNull,
        _ => ConstraintKind.Check,
    };

    private static bool CanBeUnenforced(ConstrType type) => type is ConstrType.CONSTR_CHECK or ConstrType.CONSTR_FOREIGN;
}
