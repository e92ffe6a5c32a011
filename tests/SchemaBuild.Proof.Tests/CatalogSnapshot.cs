using System.Text;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.Analysis.Sources;
using SchemaBuild.PgQuery;
using SchemaBuild.PgQuery.Nodes;
using SchemaBuild.Testing;

namespace SchemaBuild.Proof;

/// <summary>
/// A schema as lines of text, from the replayed catalogue or from a server: relations, columns of tables (type, NOT NULL, default), constraints, indexes.
/// Members of extensions and temporary objects are left out.
/// </summary>
internal static class CatalogSnapshot
{
    private const string UserRelations = """
        c.relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname <> 'information_schema' AND nspname NOT LIKE 'pg\_%')
        AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
        """;

    private const string Relations = $"""
        SELECT c.relkind::text || ' ' || n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {UserRelations} AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c', 'S')
        """;

    private const string Columns = $"""
        SELECT n.nspname || '.' || c.relname, a.attname,
               -- Where an extension puts its types, no migration shows.
               CASE WHEN EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_type'::regclass AND e.objid = a.atttypid AND e.deptype = 'e')
                   THEN regexp_replace(format_type(a.atttypid, a.atttypmod), '^public\.', '') ELSE format_type(a.atttypid, a.atttypmod) END,
               a.attnotnull,
               a.atthasdef AND a.attgenerated = '' AND pg_get_expr(d.adbin, d.adrelid) NOT LIKE 'nextval(%', a.attidentity, a.attgenerated
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE {UserRelations} AND c.relkind IN ('r', 'p', 'f') AND a.attnum > 0 AND NOT a.attisdropped
        """;

    // Not-null constraints have rows of their own since 18; the columns' flags are compared instead.
    private const string Constraints = $"""
        SELECT 'constraint ' || n.nspname || '.' || c.relname || ' ' || k.conname || ' ' || k.contype::text || CASE WHEN k.convalidated THEN '' ELSE ' not valid' END
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {UserRelations} AND k.contype IN ('c', 'p', 'u', 'f', 'x')
            -- A key that references a partitioned table is cloned for each of its partitions; nobody names the clones, so the catalogue leaves them out.
            AND NOT EXISTS (SELECT FROM pg_constraint original WHERE original.oid = k.conparentid AND original.conrelid = k.conrelid)
        """;

    private const string Indexes = $"""
        SELECT 'index ' || n.nspname || '.' || c.relname || ' on ' || t.relname || CASE WHEN i.indisunique THEN ' unique' ELSE '' END || CASE WHEN i.indisvalid THEN '' ELSE ' invalid' END
            || ' ' || (SELECT string_agg(coalesce((SELECT a.attname FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = i.indkey[p] AND a.attnum > 0), '()'), ',' ORDER BY p)
                       FROM generate_series(0, i.indnkeyatts - 1) p)
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {UserRelations}
        """;

    public static async Task<SortedSet<string>> OfServerAsync(TestDatabase database)
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var query in (string[])[Relations, Constraints, Indexes]) lines.UnionWith(await database.RowsAsync($"SET search_path = ''; {query}"));
        var types = new Dictionary<string, string>();
        foreach (var row in await database.RowsAsync($"SET search_path = ''; {Columns}"))
        {
            var fields = row.Split('|');
            if (!types.TryGetValue(fields[2], out var type)) types.Add(fields[2], type = TypeOf(fields[2]).ToSql());
            lines.Add(Column(fields[0], fields[1], type, fields[3] == "t", fields[4] == "t", fields[5], fields[6]));
        }

        return lines;
    }

    public static SortedSet<string> OfModel(CatalogState catalog)
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var item in catalog.All.Where(item => item is { IsAssumed: false, Name.Schema: not "pg_temp" }))
        {
            switch (item)
            {
                case Relation relation:
                    lines.Add($"{KindOf(relation.Kind)} {relation.Name}");
                    if (relation.Kind is RelationKind.Table or RelationKind.PartitionedTable or RelationKind.ForeignTable) AddTable(relation, lines);
                    break;
                case Sequence:
                    lines.Add($"S {item.Name}");
                    break;
                case Analysis.Catalog.Index index when catalog.Find(index.Table) is Relation { IsAssumed: false } table:
                    var keys = index.KeyColumns.Select(key => table.FindColumn(key)?.Name ?? "()");
                    lines.Add($"index {index.Name} on {table.Name.Name}{(index.IsUnique ? " unique" : "")}{(index.IsValid ? "" : " invalid")} {string.Join(',', keys)}");
                    break;
            }
        }

        return lines;
    }

    /// <summary>What only one side has; empty if they are equal.</summary>
    public static string Difference(SortedSet<string> server, SortedSet<string> model)
    {
        var text = new StringBuilder();
        foreach (var line in server.Except(model).Concat(model.Except(server)).Order(StringComparer.Ordinal))
            text.Append(server.Contains(line) ? "  server: " : "   model: ").Append(line).Append('\n');
        return text.ToString();
    }

    private static void AddTable(Relation table, SortedSet<string> lines)
    {
        foreach (var column in table.Columns)
        {
            var isDefault = column is { Default: not null, Generated: GeneratedKind.None } && column.Default is not FuncCall { Funcname: [.., StringValue { Sval: "nextval" }] };
            var identity = column.Identity switch { IdentityKind.Always => "a", IdentityKind.ByDefault => "d", _ => "" };
            var generated = column.Generated switch { GeneratedKind.Stored => "s", GeneratedKind.Virtual => "v", _ => "" };
            lines.Add(Column(table.Name.ToString(), column.Name, column.Type.ToSql(), column.NotNull, isDefault, identity, generated));
        }

        foreach (var constraint in table.Constraints.Where(constraint => constraint.Kind != ConstraintKind.NotNull))
            lines.Add($"constraint {table.Name} {constraint.Name} {KindOf(constraint.Kind)}{(constraint.IsValidated ? "" : " not valid")}");
    }

    private static string Column(string table, string name, string type, bool notNull, bool hasDefault, string identity, string generated) =>
        $"column {table}.{name} {type}{(notNull ? " not null" : "")}{(hasDefault ? " default" : "")}{(identity.Length > 0 ? $" identity {identity}" : "")}{(generated.Length > 0 ? $" generated {generated}" : "")}";

    private static TypeRef TypeOf(string type)
    {
        var select = (SelectStmt)PgQueryParser.Parse($"SELECT NULL::{type}").Stmts[0].Stmt!;
        var name = ((TypeCast)((ResTarget)select.TargetList[0]).Val!).TypeName!;
        return TypeNames.Resolve(name, new Execution(new Session(Analysis.AnalysisOptions.NewestVersion), new SqlStatement(null!, 0, select, 0, 0)));
    }

    private static string KindOf(RelationKind kind) => kind switch
    {
        RelationKind.PartitionedTable => "p",
        RelationKind.ForeignTable => "f",
        RelationKind.View => "v",
        RelationKind.MaterializedView => "m",
        RelationKind.CompositeType => "c",
        _ => "r",
    };

    private static string KindOf(ConstraintKind kind) => kind switch
    {
        ConstraintKind.PrimaryKey => "p",
        ConstraintKind.Unique => "u",
        ConstraintKind.ForeignKey => "f",
        ConstraintKind.Exclusion => "x",
        _ => "c",
    };
}
