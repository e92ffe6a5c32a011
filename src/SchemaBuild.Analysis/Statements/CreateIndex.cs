using System.Collections.Immutable;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Fixes;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.Analysis.ServerFacts;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE INDEX: SHARE while it is built, SHARE UPDATE EXCLUSIVE if built concurrently.</summary>
internal sealed class CreateIndex : StatementModel<IndexStmt>
{
    protected override string Kind(IndexStmt statement) => "CREATE_INDEX";

    protected override bool RefusesTransaction(IndexStmt statement, Execution execution) => statement.Concurrent;

    protected override void Execute(IndexStmt statement, Execution execution)
    {
        NewerSyntax.Refuse(statement, execution);
        var table = execution.GetRelation(statement.Relation!);
        if (table is { IsAssumed: false, Kind: not (RelationKind.Table or RelationKind.PartitionedTable or RelationKind.MaterializedView) })
            throw new RefusedException("42809", $"cannot create index on relation \"{table.Name.Name}\"");
        if (table.Kind == RelationKind.PartitionedTable && statement.Concurrent)
            throw new RefusedException("0A000", $"cannot create index on partitioned table \"{table.Name.Name}\" concurrently", "Create the index ON ONLY the partitioned table, build it on each partition with CREATE INDEX CONCURRENTLY, and attach those with ALTER INDEX … ATTACH PARTITION.");

        var builder = new TableBuilder(execution);
        var name = statement.Idxname.Length > 0
            ? table.Name with { Name = Identifier.Truncate(statement.Idxname) }
            : builder.FreeName(table.Name.Schema, table.Name.Name, NameOfKeys(statement), "idx");
        // Where the migrations do not show the table, only the server knows which schema it is in.
        execution.Target = (table.IsAssumed ? name with { Schema = statement.Relation!.Schemaname } : name).ToSql();
        var mode = statement.Concurrent ? LockMode.ShareUpdateExclusive : LockMode.Share;
        execution.Lock(table, mode);
        if (execution.Catalog.Find(NameSpace.Relation, name) is { } existing)
        {
            if (statement.IfNotExists)
            {
                if (existing is Index { IsAssumed: false } same) execution.Effects.Skips.Add(new SkipEffect(same, Differences(same, Describe(statement, table, name), table, execution)));
                return;
            }

            if (!existing.IsAssumed) throw new RefusedException("42P07", $"relation \"{name.Name}\" already exists");
            execution.Remove(existing);
        }

        Refuse(statement, table, execution);
        var described = Describe(statement, table, name);
        if (described.IsUnique) PartitionKeys.DemandIn(table, described.KeyColumns);
        var index = builder.AddIndex(table.Id, described);
        IReadOnlyList<PartIndex>? parts = null;
        var cause = new Cause($"Building {name.Name}", _ => table.Kind == RelationKind.PartitionedTable ? PartByPart(statement, execution, table, name, parts) : Concurrently(statement, execution));
        if (table.Kind != RelationKind.PartitionedTable)
        {
            execution.BuildIndex(table, name.Name, cause, statement.Concurrent);
            return;
        }

        if (!statement.Relation!.Inh) return;
        var partitions = new PartitionIndexes(execution, builder);
        foreach (var (partition, built) in partitions.ExtendToAll(index, mode)) execution.BuildIndex(partition, built.Name.Name, cause);
        parts = partitions.PartsOf(index);
    }

    private static List<string> Differences(Index existing, Index wanted, Relation table, Execution execution)
    {
        if (existing.Table != wanted.Table) return [$"it is on {(execution.Catalog.Find(existing.Table) as Relation)?.Name.ToString() ?? "another table"}"];
        var differences = new List<string>();
        if (table.KnowsColumns && !existing.KeyColumns.SequenceEqual(wanted.KeyColumns)) differences.Add($"it is on ({Keys(existing)}), not ({Keys(wanted)})");
        if (existing.IsUnique != wanted.IsUnique) differences.Add(existing.IsUnique ? "it is unique" : "it is not unique");
        if (existing.AccessMethod != wanted.AccessMethod) differences.Add($"its method is {existing.AccessMethod}, not {wanted.AccessMethod}");
        if (existing.IsPartial != wanted.IsPartial) differences.Add(existing.IsPartial ? "it has a WHERE" : "it has no WHERE");
        return differences;

        string Keys(Index index) => string.Join(", ", index.KeyColumns.Select(number => number == 0 ? "an expression" : table.FindColumn(number)?.Name ?? "a column"));
    }

    private static void Refuse(IndexStmt statement, Relation table, Execution execution)
    {
        var method = statement.AccessMethod.Length > 0 ? statement.AccessMethod : "btree";
        var keys = statement.IndexParams.OfType<IndexElem>().ToList();
        foreach (var expression in keys.Select(key => key.Expr).OfType<Node>())
        {
            ColumnReferences.Demand(expression, table);
            StoredExpressions.Refuse(expression, "index expression", execution);
            ExpressionCheck.Demand(expression, table, execution);
        }

        if (statement.WhereClause is { } predicate)
        {
            ColumnReferences.Demand(predicate, table);
            StoredExpressions.Refuse(predicate, "index predicate", execution);
            Literals.DemandIn(predicate, table, execution);
            ExpressionCheck.DemandCondition(predicate, table, "WHERE", execution);
        }

        if (OperatorClasses.IsBuiltIn(method))
        {
            if (statement.Unique && method != "btree") throw new RefusedException("0A000", $"access method \"{method}\" does not support unique indexes");
            if (statement.IndexIncludingParams.Count > 0 && method is not ("btree" or "gist" or "spgist")) throw new RefusedException("0A000", $"access method \"{method}\" does not support included columns");
            if (keys.Count > 1 && method is "hash" or "spgist") throw new RefusedException("0A000", $"access method \"{method}\" does not support multicolumn indexes");
        }

        StorageParameters.DemandOfIndex(method, statement.Options, execution.Major);
        if (statement.WhereClause is not null && ExpressionVolatility.Of(statement.WhereClause, execution, table).Certain != Volatility.Immutable)
            throw new RefusedException("42P17", "functions in index predicate must be marked IMMUTABLE");
        foreach (var key in keys)
        {
            if (key.Expr is { } expression)
            {
                if (expression is TypeCast { TypeName: { } cast }) VectorIndexes.Demand(method, key, TypeNames.Resolve(cast, execution));
                if (ExpressionVolatility.Of(expression, execution, table).Certain != Volatility.Immutable) throw new RefusedException("42P17", "functions in index expression must be marked IMMUTABLE");
                if (key.Collation.Count == 0) OperatorClasses.Demand(method, key.Opclass, ExpressionTypes.In(table, execution).Of(expression), execution);
            }
            else if (AlterTableRun.Column(table, key.Name) is { } column)
            {
                if (key.Collation.Count > 0) TableBuilder.DemandCollatable(column.Type, execution);
                OperatorClasses.Demand(method, key.Opclass, TypeFacts.Of(column.Type, execution), execution);
                VectorIndexes.Demand(method, key, column.Type);
            }
        }

        foreach (var included in statement.IndexIncludingParams.OfType<IndexElem>()) AlterTableRun.Column(table, included.Name);
    }

    private static Index Describe(IndexStmt statement, Relation table, QualifiedName name)
    {
        var keys = statement.IndexParams.OfType<IndexElem>().ToList();
        return new Index
        {
            Name = name,
            Table = table.Id,
            AccessMethod = statement.AccessMethod.Length > 0 ? statement.AccessMethod : "btree",
            IsUnique = statement.Unique,
            IsValid = statement.Relation!.Inh || table.Kind != RelationKind.PartitionedTable,
            IsPartial = statement.WhereClause is not null,
            KeyColumns = [.. keys.Select(key => ColumnOf(key) is { Length: > 0 } column ? table.FindColumn(Identifier.Truncate(column))?.Number ?? 0 : 0)],
            UsedColumns = UsedColumns(statement, keys, table),
            Definition = statement,
        };
    }

    private static ImmutableArray<int> UsedColumns(IndexStmt statement, List<IndexElem> keys, Relation table)
    {
        var named = keys.Concat(statement.IndexIncludingParams.OfType<IndexElem>()).Select(key => key.Name);
        return
        [
            .. TableBuilder.Columns(table, named.Where(key => key.Length > 0))
                .Concat(keys.SelectMany(key => ColumnReferences.Of(key.Expr, table)))
                .Concat(ColumnReferences.Of(statement.WhereClause, table))
                .Distinct()
                .Order(),
        ];
    }

    /// <summary>A column in parentheses is still that column; empty for an expression.</summary>
    private static string ColumnOf(IndexElem key) => key.Expr is ColumnRef { Fields: [StringValue column] } ? column.Sval : key.Name;

    private static string NameOfKeys(IndexStmt statement) => string.Join("_", Distinct(statement.IndexParams.Concat(statement.IndexIncludingParams).OfType<IndexElem>().Select(NameOf)));

    /// <summary>What the column of an index is called, as FigureIndexColname does.</summary>
    public static string NameOf(IndexElem key) => ColumnOf(key) is { Length: > 0 } column ? column : QueryAnalysis.NameOf(key.Expr) ?? "expr";

    /// <summary>As ChooseIndexColumnNames does: a name that comes again gets a number.</summary>
    public static IReadOnlyList<string> Distinct(IEnumerable<string> columns)
    {
        var names = new List<string>();
        foreach (var name in columns)
        {
            var free = name;
            for (var i = 1; names.Contains(free); i++) free = $"{name}{i}";
            names.Add(free);
        }

        return names;
    }

    private static Remedy PartByPart(IndexStmt statement, Execution execution, Relation table, QualifiedName name, IReadOnlyList<PartIndex>? parts)
    {
        const string Advice = "Create it ON ONLY the partitioned table, build the index of each partition with CREATE INDEX CONCURRENTLY, and attach them with ALTER INDEX … ATTACH PARTITION.";
        if (parts is null || execution.Statement.Tree != statement || new PartitionedIndex(execution.Statement, table, name, parts).ToRewrite() is not { } rewrite) return new Remedy(Advice);
        return new Remedy(Advice, rewrite.ToMigrations(execution.Statement)) { Rewrite = () => rewrite };
    }

    private static Remedy Concurrently(IndexStmt statement, Execution execution)
    {
        // A comment may hold the word.
        var tokens = StatementTokens.Of(execution.Statement);
        var keyword = tokens.Find(0, "INDEX");
        if (keyword < 0) return new Remedy("Write CREATE INDEX CONCURRENTLY in a migration of its own.");
        var file = execution.Statement.File.Source;
        var at = tokens.End(keyword);
        return new Remedy(
            "Write CREATE INDEX CONCURRENTLY; the file then runs outside a transaction.",
            $"{file.Slice(execution.Statement.Start, at)} CONCURRENTLY{file.Slice(at, execution.Statement.End)};")
        {
            Rewrite = execution.Statement.Tree == statement ? () => Rewrites.Concurrently(execution.Statement, runsAlone: true, "INDEX") : null,
        };
    }
}
