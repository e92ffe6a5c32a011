using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE TABLE. It locks nothing of its own that others could see, but the tables that its foreign keys reference, its parents and what it copies.</summary>
internal sealed class CreateTable : StatementModel<CreateStmt>
{
    protected override string Kind(CreateStmt statement) => "CREATE_TABLE";

    protected override void Execute(CreateStmt statement, Execution execution)
    {
        NewerSyntax.Refuse(statement, execution);
        var name = execution.NewName(statement.Relation!);
        if (execution.Catalog.Find(NameSpace.Relation, name) is { } existing)
        {
            if (statement.IfNotExists)
            {
                if (existing is Relation { KnowsColumns: true } same) execution.Effects.Skips.Add(new SkipEffect(same, Differences(statement, same, execution)));
                return;
            }

            if (!existing.IsAssumed) throw new RefusedException("42P07", $"relation \"{name.Name}\" already exists");
            execution.Remove(existing);
        }

        if (execution.Catalog.Find(NameSpace.Type, name) is { IsAssumed: false }) throw new RefusedException("42710", $"type \"{name.Name}\" already exists");
        if (statement.Partspec is null) StorageParameters.DemandOfTable(statement.Options, execution.Major);
        else if (statement.Options.Count > 0) throw new RefusedException(execution.Major >= 16 ? "42809" : "22023", "cannot specify storage parameters for a partitioned table");
        var isUnlogged = statement.Relation!.Relpersistence == "u";
        if (isUnlogged && statement.Partspec is not null && execution.Major >= 18) throw new RefusedException("0A000", "partitioned tables cannot be unlogged");
        var table = execution.Add(new Relation
        {
            Name = name,
            Kind = statement.Partspec is null ? RelationKind.Table : RelationKind.PartitionedTable,
            Persistence = statement.Relation.Relpersistence switch
            {
                "t" => Persistence.Temporary,
                "u" => Persistence.Unlogged,
                _ => Persistence.Permanent,
            },
            IsDroppedOnCommit = statement.Oncommit == OnCommitAction.ONCOMMIT_DROP,
            HasAutovacuum = DefElems.IsOn(statement.Options, "autovacuum_enabled", otherwise: true),
            PartitionKey = statement.Partspec,
            PartitionBound = statement.Partbound,
            OfType = statement.OfTypename is null ? null : NodeNames.Qualified(statement.OfTypename),
        }).Id;

        new Creation(statement, execution, table).Run();
    }

    /// <summary>Makes the table on the side, in the place of the one that is there, and compares.</summary>
    private static List<string> Differences(CreateStmt statement, Relation existing, Execution execution)
    {
        var state = execution.Session.State;
        try
        {
            var aside = new Execution(execution.Session, execution.Statement);
            var id = aside.Add(new Relation { Name = existing.Name with { Name = $"{existing.Name.Name} wanted" }, PartitionKey = statement.Partspec, PartitionBound = statement.Partbound }).Id;
            new Creation(statement, aside, id).Run();
            var wanted = aside.Relation(id);
            return
            [
                .. wanted.Columns.Where(column => existing.FindColumn(column.Name) is null).Select(column => $"column {column.Name} is missing in it"),
                .. existing.Columns.Where(column => wanted.FindColumn(column.Name) is null).Select(column => $"column {column.Name} is not in the statement"),
                .. wanted.Columns.Where(column => existing.FindColumn(column.Name) is { } other && other.Type != column.Type)
                    .Select(column => $"column {column.Name} is {existing.FindColumn(column.Name)!.Type.ToSql()}, not {column.Type.ToSql()}"),
            ];
        }
        catch (RefusedException)
        {
            // The server does not look at the rest of the statement, either.
            return [];
        }
        finally
        {
            execution.Session.State = state;
        }
    }

    private sealed class Creation(CreateStmt statement, Execution execution, int table)
    {
        private readonly TableBuilder _builder = new(execution);
        private readonly List<(PgQuery.Nodes.Constraint Definition, bool IsEnforced, Column? Column)> _constraints = [];

        public void Run()
        {
            var parents = statement.InhRelations.OfType<RangeVar>().Select(execution.GetRelation).ToList();
            foreach (var parent in parents) Demand(parent);
            if (parents.Select(parent => parent.Id).Distinct().Count() < parents.Count) throw new RefusedException("42P07", "a relation would be inherited from more than once");
            foreach (var parent in parents) InheritFrom(parent);
            if (statement.OfTypename is not null) TakeColumnsOf(statement.OfTypename);
            foreach (var element in statement.TableElts) Add(element);
            DemandPartitionKey();
            _constraints.RemoveAll(IsDouble);
            var ownKeys = _constraints.Where(constraint => constraint.Definition.Contype != ConstrType.CONSTR_FOREIGN).ToList();
            foreach (var (definition, isEnforced, column) in ownKeys) AddConstraint(definition, isEnforced, column);
            // A table is created before its foreign keys, which may reference it.
            foreach (var (definition, isEnforced, column) in _constraints.Except(ownKeys)) AddConstraint(definition, isEnforced, column);
            foreach (var parent in statement.Partbound is null ? [] : parents) BecomePartition(execution.Relation(parent.Id));
        }

        /// <summary>The server makes one index, not two, of a UNIQUE that is the primary key, or another UNIQUE, again.</summary>
        private bool IsDouble((PgQuery.Nodes.Constraint Definition, bool IsEnforced, Column? Column) unique)
        {
            if (unique.Definition.Contype != ConstrType.CONSTR_UNIQUE) return false;
            var at = _constraints.IndexOf(unique);
            return _constraints.Where((other, i) => other.Definition.Contype == ConstrType.CONSTR_PRIMARY || (other.Definition.Contype == ConstrType.CONSTR_UNIQUE && i < at)).Any(other =>
                TableBuilder.KeysOf(other.Definition, other.Column).SequenceEqual(TableBuilder.KeysOf(unique.Definition, unique.Column))
                && other.Definition.Including.Count == 0 && unique.Definition.Including.Count == 0
                && other.Definition.NullsNotDistinct == unique.Definition.NullsNotDistinct
                && other.Definition.Deferrable == unique.Definition.Deferrable && other.Definition.Initdeferred == unique.Definition.Initdeferred);
        }

        private void Add(Node element)
        {
            switch (element)
            {
                case ColumnDef definition when Merges(definition) is { } known:
                    Merge(definition, known);
                    break;
                case ColumnDef { TypeName: not null } definition:
                    var column = _builder.AddColumn(table, definition);
                    Remember(definition, column);
                    break;
                case PgQuery.Nodes.Constraint constraint:
                    _constraints.Add((constraint, true, null));
                    break;
                case TableLikeClause like:
                    Copy(like);
                    break;
            }
        }

        private void Remember(ColumnDef definition, Column column) =>
            _constraints.AddRange(TableBuilder.ConstraintsOf(definition).Select(constraint => (constraint.Definition, constraint.IsEnforced, (Column?)column)));

        private void AddConstraint(PgQuery.Nodes.Constraint definition, bool isEnforced, Column? column)
        {
            if (definition.Contype == ConstrType.CONSTR_FOREIGN)
            {
                var referenced = execution.GetRelation(definition.Pktable!);
                foreach (var part in referenced.Kind == RelationKind.PartitionedTable ? execution.WithDescendants(referenced) : [referenced]) execution.Lock(part, LockMode.ShareRowExclusive);
            }

            if (definition.Contype == ConstrType.CONSTR_NOTNULL)
            {
                if (AlterTableRun.Column(execution.Relation(table), NodeNames.Text(definition.Keys[0])) is { } owner) _builder.AddNotNull(table, owner.Number, definition.Conname);
                return;
            }

            if (TableBuilder.IsInheritedAlready(execution.Relation(table), definition)) return;
            var constraint = _builder.AddConstraint(table, definition, column, isEnforced);
            if (constraint.Index is not null) Build(constraint.Name);
        }

        private void Build(string index)
        {
            var relation = execution.Relation(table);
            if (relation.Kind != RelationKind.PartitionedTable) execution.BuildIndex(relation, index, new Cause($"{index} of a new table"));
        }

        // -- what it takes from others -----------------------------------------------------------------------------------------

        private void Demand(Relation parent)
        {
            var isPartition = statement.Partbound is not null;
            execution.Lock(parent, isPartition ? LockMode.AccessExclusive : LockMode.ShareUpdateExclusive);
            if (parent.IsAssumed) return;
            if (isPartition)
            {
                if (parent.Kind != RelationKind.PartitionedTable) throw new RefusedException("42P17", $"\"{parent.Name.Name}\" is not partitioned");
                if (parent.Persistence != Persistence.Temporary && execution.Relation(table).Persistence == Persistence.Temporary)
                    throw new RefusedException("42809", $"cannot create a temporary relation as partition of permanent relation \"{parent.Name.Name}\"");
                PartitionBounds.DemandForm(parent, statement.Partbound!, execution);
                PartitionBounds.DemandRoom(parent, statement.Partbound!, execution);
                return;
            }

            if (parent.Kind is not (RelationKind.Table or RelationKind.ForeignTable) || parent.IsPartition)
                throw new RefusedException("42809", $"cannot inherit from \"{parent.Name.Name}\"");
        }

        private void InheritFrom(Relation parent)
        {
            foreach (var column in parent.Columns)
            {
                var child = execution.Relation(table);
                if (child.FindColumn(column.Name) is { } known)
                {
                    if (known.Type != column.Type) throw new RefusedException("42804", $"inherited column \"{column.Name}\" has a type conflict");
                    if (column.NotNull) _builder.AddNotNull(table, known.Number);
                    continue;
                }

                var identity = statement.Partbound is not null && execution.Major >= 17 ? column.Identity : IdentityKind.None;
                var added = column with { Number = child.NextColumn, Identity = identity, CreatedBy = execution.Session.Transaction };
                execution.Replace(child with { Columns = child.Columns.Add(added), NextColumn = added.Number + 1 });
                if (column.NotNull) _builder.AddNotNull(table, added.Number, parent.Constraints.FirstOrDefault(own => own.Kind == ConstraintKind.NotNull && own.Columns.Contains(column.Number))?.Name, isInherited: true);
            }

            var relation = execution.Relation(table);
            execution.Replace(relation with
            {
                Parents = relation.Parents.Add(parent.Id),
                IsIncomplete = relation.IsIncomplete || !parent.KnowsColumns,
                Constraints = relation.Constraints.AddRange(parent.Constraints
                    .Where(own => own is { Kind: ConstraintKind.Check, NoInherit: false } && relation.FindConstraint(own.Name) is null)
                    .Select(own => own with
                    {
                        IsInherited = true,
                        Columns = ColumnReferences.Of(own.Expression, relation),
                        ProvesNotNull = NotNullProof.Of(own.Expression, relation),
                    })),
            });
            execution.Replace(execution.Relation(parent.Id) with { Children = execution.Relation(parent.Id).Children.Add(table) });
        }

        private Column? Merges(ColumnDef definition)
        {
            var relation = execution.Relation(table);
            var isMerge = definition.TypeName is null || !relation.Parents.IsEmpty;
            if (!isMerge) return null;
            var known = relation.FindColumn(Identifier.Truncate(definition.Colname));
            if (known is null && definition.TypeName is null && relation.KnowsColumns) throw new RefusedException("42703", $"column \"{definition.Colname}\" does not exist");
            return known;
        }

        /// <summary>A column that a parent or the type has: the definition adds defaults and constraints to it.</summary>
        private void Merge(ColumnDef definition, Column known)
        {
            if (definition.TypeName is { } type && TypeNames.Resolve(type, execution) != known.Type)
                throw new RefusedException("42804", $"column \"{known.Name}\" has a type conflict");
            var constraints = definition.Constraints.OfType<PgQuery.Nodes.Constraint>().ToList();
            if (constraints.FirstOrDefault(constraint => constraint.Contype == ConstrType.CONSTR_DEFAULT) is { } value)
                execution.Replace(execution.Relation(table).With(known with { Default = value.RawExpr }));
            if (constraints.Any(constraint => constraint.Contype == ConstrType.CONSTR_NOTNULL)) _builder.AddNotNull(table, known.Number);
            if (statement.Partbound is null && !execution.Relation(table).Parents.IsEmpty && execution.Relation(table).FindColumn(known.Number) is { } now) execution.Replace(execution.Relation(table).With(now with { IsOwnToo = true }));
            Remember(definition, known);
        }

        private void TakeColumnsOf(TypeName name)
        {
            if (execution.Find(NameSpace.Type, NodeNames.Qualified(name)) is { IsAssumed: false }) throw new RefusedException("42809", $"type {NodeNames.Qualified(name)} is not a composite type");
            var relation = execution.Relation(table);
            if (execution.FindRelation(NodeNames.Qualified(name)) is not { KnowsColumns: true } type)
            {
                execution.Replace(relation with { IsIncomplete = true });
                return;
            }

            execution.Replace(relation with { OfType = type.Name, Columns = type.Columns, NextColumn = type.NextColumn, DependsOn = [new Dependency(type.Id)] });
        }

        // The bits of TableLikeOption in parsenodes.h.
        private const int Constraints = 1 << 2;
        private const int Defaults = 1 << 3;
        private const int GeneratedColumns = 1 << 4;
        private const int Identity = 1 << 5;
        private const int Indexes = 1 << 6;

        private void Copy(TableLikeClause like)
        {
            var name = NodeNames.Qualified(like.Relation);
            if (execution.Find(NameSpace.Relation, name) is Index or Sequence) throw new RefusedException("42809", $"\"{name.Name}\" is not a table");
            var source = execution.GetRelation(like.Relation!);
            execution.Lock(source, LockMode.AccessShare);
            foreach (var column in source.Columns) CopyColumn(column, source, like.Options);
            var relation = execution.Relation(table);
            if (!source.KnowsColumns) relation = execution.Replace(relation with { IsIncomplete = true });
            if ((like.Options & Constraints) != 0)
            {
                execution.Replace(relation with
                {
                    Constraints = relation.Constraints.AddRange(source.Constraints.Where(own => own.Kind == ConstraintKind.Check && relation.FindConstraint(own.Name) is null).Select(own => own with
                    {
                        IsInherited = false,
                        // What is copied holds for the rows to come, so it is valid.
                        IsValidated = own.IsEnforced,
                        Columns = ColumnReferences.Of(own.Expression, relation),
                        ProvesNotNull = NotNullProof.Of(own.Expression, relation),
                    })),
                });
            }

            foreach (var index in (like.Options & Indexes) == 0 ? [] : source.Indexes.Select(execution.Catalog.Find).OfType<Index>().ToList()) CopyIndex(index, source);
        }

        private void CopyColumn(Column column, Relation source, int options)
        {
            var relation = execution.Relation(table);
            if (relation.FindColumn(column.Name) is { } known)
            {
                if (relation.Parents.IsEmpty) throw new RefusedException("42701", $"column \"{column.Name}\" specified more than once");
                // It is a definition as if written here, and merges with what is inherited.
                if (known.Type != column.Type) throw new RefusedException("42804", $"column \"{known.Name}\" has a type conflict");
                if ((options & Defaults) != 0 && column is { Generated: GeneratedKind.None, Default: { } value }) execution.Replace(relation.With(known with { Default = value }));
                if (column.NotNull) _builder.AddNotNull(table, known.Number);
                execution.Replace(execution.Relation(table).With(execution.Relation(table).FindColumn(known.Number)! with { IsOwnToo = true }));
                return;
            }

            var isGenerated = column.Generated != GeneratedKind.None && (options & GeneratedColumns) != 0;
            var copy = new Column
            {
                Number = relation.NextColumn,
                Name = column.Name,
                Type = column.Type,
                Collation = column.Collation,
                Generated = isGenerated ? column.Generated : GeneratedKind.None,
                Default = isGenerated || (column.Generated == GeneratedKind.None && (options & Defaults) != 0) ? column.Default : null,
                IsSerial = column.IsSerial && (options & Defaults) != 0,
                Identity = (options & Identity) != 0 ? column.Identity : IdentityKind.None,
                CreatedBy = execution.Session.Transaction,
            };
            execution.Replace(relation with { Columns = relation.Columns.Add(copy), NextColumn = copy.Number + 1 });
            if (column.NotNull) _builder.AddNotNull(table, copy.Number, source.Constraints.FirstOrDefault(own => own.Kind == ConstraintKind.NotNull && own.Columns.Contains(column.Number))?.Name);
            if (copy.Identity != IdentityKind.None) _builder.AddIdentity(table, copy, copy.Identity);
        }

        private void CopyIndex(Index index, Relation source)
        {
            var relation = execution.Relation(table);
            var constraint = source.Constraints.FirstOrDefault(own => own.Index == index.Id);
            var names = string.Join("_", index.KeyColumns.Select(number => source.FindColumn(number)?.Name ?? "expr"));
            var (columns, suffix) = constraint?.Kind switch
            {
                ConstraintKind.PrimaryKey => (null, "pkey"),
                ConstraintKind.Unique => (names, "key"),
                ConstraintKind.Exclusion => (names, "excl"),
                _ => (names, "idx"),
            };
            var copy = _builder.AddIndex(table, index with
            {
                Name = _builder.FreeName(relation.Name.Schema, relation.Name.Name, columns, suffix),
                Table = table,
                Parent = null,
                IsValid = true,
                KeyColumns = [.. index.KeyColumns.Select(Map)],
                UsedColumns = [.. index.UsedColumns.Select(Map)],
            });
            if (constraint is not null)
            {
                relation = execution.Relation(table);
                execution.Replace(relation with { Constraints = relation.Constraints.Add(constraint with { Name = copy.Name.Name, Index = copy.Id, Columns = [.. constraint.Columns.Select(Map)] }) });
            }

            Build(copy.Name.Name);

            int Map(int number) => source.FindColumn(number) is { } column ? execution.Relation(table).FindColumn(column.Name)?.Number ?? 0 : 0;
        }

        // -- partitions ------------------------------------------------------------------------------------------------------------

        private void DemandPartitionKey()
        {
            var relation = execution.Relation(table);
            if (relation.PartitionKey is not { } key) return;
            if (key.Strategy == PartitionStrategy.PARTITION_STRATEGY_LIST && key.PartParams.Count > 1)
                throw new RefusedException("42P17", "cannot use \"list\" partition strategy with more than one column");
            if (!relation.KnowsColumns) return;
            foreach (var element in key.PartParams.OfType<PartitionElem>())
            {
                if (element.Name.Length > 0 && relation.FindColumn(element.Name) is null)
                    throw new RefusedException("42703", $"column \"{element.Name}\" named in partition key does not exist");
            }
        }

        /// <summary>The DEFAULT partition is read, but the server does not say so in its messages.</summary>
        private void BecomePartition(Relation parent)
        {
            var partitions = new Partitions(execution, _builder);
            if (statement.Partbound is { IsDefault: false })
            {
                var above = parent with { Children = parent.Children.Remove(table) };
                var rest = partitions.LockDefault(above);
                foreach (var part in rest.Where(part => !PartitionBounds.IsExcluded(part, above, statement.Partbound) && !PartitionBounds.IsExcluded(rest[0], above, statement.Partbound)))
                    execution.Scan(part, new Cause($"The new partition {statement.Relation!.Relname} next to the DEFAULT partition {rest[0].Name.Name}", _ => PartitionProofs.OfDefault(rest[0], above, statement.Partbound, execution.Statement)), isAnnounced: false);
            }

            foreach (var (partition, index) in partitions.CloneIndexes(parent, table))
                if (partition.Id == table) Build(index.Name.Name);
            partitions.CloneForeignKeys(parent, table);
            partitions.CloneTriggers(parent, table);
            partitions.LockReferencing(parent);
        }
    }
}
