using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>SET STORAGE and SET COMPRESSION: about values that are written from now on.</summary>
internal sealed class ColumnStorage : AlterTableCommand
{
    public override IReadOnlyList<AlterTableType> Types { get; } = [AlterTableType.AT_SetStorage, AlterTableType.AT_SetCompression];

    public override bool Recurses(AlterTableCmd command) => command.Subtype == AlterTableType.AT_SetStorage;

    public override bool Allows(RelationKind kind) => base.Allows(kind) || kind == RelationKind.MaterializedView;

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        if (AlterTableRun.Column(table, command.Name) is not { } column) return;
        var value = NodeNames.Text(command.Def).ToUpperInvariant();
        var isCompression = command.Subtype == AlterTableType.AT_SetCompression;
        if (HasFixedSize.Contains(column.Type.Name.Name) && column.Type is { IsBuiltIn: true, IsArray: false } && value is not ("PLAIN" or "DEFAULT"))
            throw new RefusedException("0A000", $"column data type {column.Type.ToSql()} {(isCompression ? "does not support compression" : "can only have storage PLAIN")}");
        if (isCompression && value is not ("PGLZ" or "LZ4" or "DEFAULT")) throw new RefusedException("22023", $"invalid compression method \"{NodeNames.Text(command.Def)}\"");
    }

    /// <summary>Types that are never long enough to be compressed or moved out of line.</summary>
    private static readonly HashSet<string> HasFixedSize =
    [
        "bool", "int2", "int4", "int8", "float4", "float8", "money", "date", "time", "timetz", "timestamp", "timestamptz", "interval", "uuid", "oid", "char", "name",
        "macaddr", "macaddr8", "point", "lseg", "box", "line", "circle", "regclass", "regproc", "regtype", "pg_lsn", "xid", "xid8", "cid", "tid",
    ];
}
