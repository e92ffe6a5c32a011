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
            Collation = definition.CollClause is null ? null : NodeNames.Qualified(definition.CollClause.Collname).Name,
            Identity = identity is null ? IdentityKind.None : identity.GeneratedWhen == "a" ? IdentityKind.Always : IdentityKind.ByDefault,
            Generated = generated is null ? GeneratedKind.None : generated.GeneratedKind == "v" ? GeneratedKind.Virtual : GeneratedKind.Stored,
            CreatedBy = execution.Session.Transaction,
        };
        execution.Replace(relation with { Columns = relation.Columns.Add(column), NextColumn = column.Number + 1 });
        if (isSerial || identity is not null) AddSequence(table, column);
        return column;
    }

    /// <summary>The constraints that a column definition carries, as the server turns them into table constraints.</summary>
    public static IEnumerable<PgQuery.Nodes.Constraint> ConstraintsOf(ColumnDef definition) =>
        definition.Constraints.OfType<PgQuery.Nodes.Constraint>().Where(constraint => constraint.Contype is
            ConstrType.CONSTR_CHECK or ConstrType.CONSTR_UNIQUE or ConstrType.CONSTR_PRIMARY or ConstrType.CONSTR_FOREIGN or ConstrType.CONSTR_EXCLUSION);

    /// <summary>Adds a constraint and, if it has one, its index.</summary>
    public Constraint AddConstraint(int table, PgQuery.Nodes.Constraint definition, Column? column = null)
    {
        var relation = execution.Relation(table);
        var columns = Columns(relation, KeysOf(definition, column));
        var constraint = new Constraint
        {
            Kind = KindOf(definition.Contype),
            Name = definition.Conname.Length > 0 ? Identifier.Truncate(definition.Conname) : ChooseName(relation, definition, column),
            Columns = definition.Contype == ConstrType.CONSTR_CHECK ? ColumnReferences.Of(definition.RawExpr, relation) : columns,
            Expression = definition.RawExpr,
            IsValidated = !definition.SkipValidation,
            IsEnforced = definition.IsEnforced || !CanBeUnenforced(definition.Contype),
            ProvesNotNull = definition.Contype == ConstrType.CONSTR_CHECK ? NotNullProof.Of(definition.RawExpr, relation) : [],
            IsDeferred = definition.Initdeferred,
            OnDelete = ActionOf(definition.FkDelAction),
            OnUpdate = ActionOf(definition.FkUpdAction),
            NoInherit = definition.IsNoInherit,
            CreatedBy = execution.Session.Transaction,
        };

        if (HasIndex(constraint.Kind)) constraint = WithIndex(relation, definition, constraint, columns);
        if (constraint.Kind == ConstraintKind.ForeignKey && definition.Pktable is not null)
        {
            var referenced = execution.GetRelation(definition.Pktable);
            var attributes = Columns(referenced, definition.PkAttrs.Select(NodeNames.Text));
            var key = referenced.Constraints.FirstOrDefault(own =>
                attributes.IsEmpty ? own.Kind == ConstraintKind.PrimaryKey : HasIndex(own.Kind) && own.Columns.ToHashSet().SetEquals(attributes));
            constraint = constraint with { Referenced = referenced.Id, ReferencedKey = key?.Name };
            execution.Replace(referenced with { ReferencedBy = referenced.ReferencedBy.Add(table) });
        }

        relation = execution.Relation(table);
        relation = relation with { Constraints = relation.Constraints.Add(constraint) };
        if (constraint.Kind is ConstraintKind.PrimaryKey or ConstraintKind.NotNull)
            relation = relation with { Columns = [.. relation.Columns.Select(own => constraint.Columns.Contains(own.Number) ? own with { NotNull = true } : own)] };
        execution.Replace(relation);
        return constraint;
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
            if (adopted is null) return constraint;
            // The server renames the index to the constraint; without a name the constraint takes the index's.
            var name = definition.Conname.Length > 0 ? constraint.Name : adopted.Name.Name;
            execution.Replace(adopted with { Name = adopted.Name with { Name = name }, BacksConstraint = true });
            return constraint with { Name = name, Index = adopted.Id, Columns = adopted.KeyColumns };
        }

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

    private void AddSequence(int table, Column column)
    {
        var relation = execution.Relation(table);
        var sequence = execution.Add(new Sequence { Name = FreeName(relation.Name.Schema, relation.Name.Name, column.Name, "seq"), OwnedBy = table, OwnedByColumn = column.Number, IsIdentity = column.Identity != IdentityKind.None });
        execution.Replace(relation with { OwnedSequences = relation.OwnedSequences.Add(sequence.Id) });
    }

    private string ChooseName(Relation relation, PgQuery.Nodes.Constraint definition, Column? column)
    {
        var keys = KeysOf(definition, column);
        var joined = keys.Count > 0 ? string.Join("_", keys) : null;
        return definition.Contype switch
        {
            ConstrType.CONSTR_PRIMARY => FreeConstraintName(relation, null, "pkey"),
            ConstrType.CONSTR_UNIQUE => FreeConstraintName(relation, joined, "key"),
            ConstrType.CONSTR_EXCLUSION => FreeConstraintName(relation, joined, "excl"),
            ConstrType.CONSTR_FOREIGN => FreeConstraintName(relation, joined, "fkey"),
            ConstrType.CONSTR_NOTNULL => FreeConstraintName(relation, joined, "not_null"),
            _ => FreeConstraintName(relation, ColumnReferences.Of(definition.RawExpr, relation) is [var only] ? relation.FindColumn(only)?.Name : null, "check"),
        };
    }

    private string FreeConstraintName(Relation relation, string? column, string suffix)
    {
        for (var i = 0; ; i++)
        {
            var name = Identifier.MakeObjectName(relation.Name.Name, column, suffix + (i == 0 ? "" : $"{i}"));
            if (relation.FindConstraint(name) is null && execution.Catalog.Find(NameSpace.Relation, relation.Name with { Name = name }) is null) return name;
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

    private static List<string> KeysOf(PgQuery.Nodes.Constraint definition, Column? column)
    {
        var keys = definition.Contype switch
        {
            ConstrType.CONSTR_FOREIGN => definition.FkAttrs.Select(NodeNames.Text),
            ConstrType.CONSTR_EXCLUSION => definition.Exclusions.OfType<NodeList>().Select(pair => pair.Items[0]).OfType<IndexElem>().Select(element => element.Name),
            _ => definition.Keys.Select(NodeNames.Text),
        };
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
