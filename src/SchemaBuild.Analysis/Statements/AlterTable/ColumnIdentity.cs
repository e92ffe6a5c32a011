using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>ADD GENERATED … AS IDENTITY, SET GENERATED and sequence options, DROP IDENTITY: of the catalogue only.</summary>
internal sealed class ColumnIdentity : AlterTableCommand
{
    public override IReadOnlyList<AlterTableType> Types { get; } = [AlterTableType.AT_AddIdentity, AlterTableType.AT_SetIdentity, AlterTableType.AT_DropIdentity];

    public override AlterTablePass Pass(AlterTableCmd command) => command.Subtype switch
    {
        AlterTableType.AT_AddIdentity => AlterTablePass.AddOtherConstraint,
        AlterTableType.AT_DropIdentity => AlterTablePass.Drop,
        _ => AlterTablePass.Misc,
    };

    public override void Prepare(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        if (run.Execution.Major >= OfWholePartitionedTable && !run.Recurses && table.Kind == RelationKind.PartitionedTable)
            throw new RefusedException("42P16", "cannot change identity of a column of only the partitioned table");
    }

    private static void RefusePartition(Relation table, Execution execution)
    {
        if (execution.Major >= OfWholePartitionedTable && table.IsPartition) throw new RefusedException("42P16", "cannot change identity of a column of a partition");
    }

    /// <summary>From PostgreSQL 17 on partitions share the identity of their table.</summary>
    private const int OfWholePartitionedTable = 17;

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        var execution = run.Execution;
        if (command.Subtype != AlterTableType.AT_AddIdentity) RefusePartition(table, execution);
        if (AlterTableRun.Column(table, command.Name) is not { } column) return;
        if (command.Subtype == AlterTableType.AT_AddIdentity)
        {
            if (column.Type is not { IsBuiltIn: true, IsArray: false, Name.Name: "int2" or "int4" or "int8" })
                throw new RefusedException("22023", "identity column type must be smallint, integer, or bigint");
            RefusePartition(table, execution);
            var reason = !column.NotNull ? "must be declared NOT NULL before identity can be added" : column.Identity != IdentityKind.None ? "is already an identity column" : column.Default is not null || column.IsSerial ? "already has a default value" : null;
            if (reason is not null) throw new RefusedException("55000", $"column \"{column.Name}\" of relation \"{table.Name.Name}\" {reason}");
            run.Builder.AddIdentity(table.Id, column, command.Def is PgQuery.Nodes.Constraint { GeneratedWhen: "a" } ? IdentityKind.Always : IdentityKind.ByDefault);
            return;
        }

        if (column.Identity == IdentityKind.None)
        {
            if (command.MissingOk) return;
            throw new RefusedException("55000", $"column \"{column.Name}\" of relation \"{table.Name.Name}\" is not an identity column");
        }

        if (command.Subtype == AlterTableType.AT_DropIdentity)
        {
            var sequence = SequenceOf(table, column, execution);
            execution.Replace(table.With(column with { Identity = IdentityKind.None }) with { OwnedSequences = sequence is null ? table.OwnedSequences : table.OwnedSequences.Remove(sequence.Id) });
            if (sequence is not null) execution.Remove(sequence);
            return;
        }

        var generated = (command.Def as NodeList)?.Items.OfType<DefElem>().FirstOrDefault(option => option.Defname == "generated")?.Arg;
        if (generated is IntegerValue letter) execution.Replace(table.With(column with { Identity = letter.Ival == 'a' ? IdentityKind.Always : IdentityKind.ByDefault }));
    }

    private static Sequence? SequenceOf(Relation table, Column column, Execution execution) =>
        table.OwnedSequences.Select(execution.Catalog.Find).OfType<Sequence>().FirstOrDefault(sequence => sequence.OwnedByColumn == column.Number);
}
