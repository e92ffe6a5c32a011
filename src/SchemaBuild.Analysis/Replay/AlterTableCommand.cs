using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>
/// One kind of subcommand of ALTER TABLE. A file in <c>Statements/AlterTable/</c> that holds a class of its own name is a command;
/// the build collects them (AlterTableCommands.g.cs).
/// </summary>
internal abstract class AlterTableCommand
{
    /// <summary>The subcommands that it carries out.</summary>
    public abstract IReadOnlyList<AlterTableType> Types { get; }

    /// <summary>When it runs among the subcommands of its statement, whatever the order in which they are written.</summary>
    public virtual AlterTablePass Pass(AlterTableCmd command) => AlterTablePass.Misc;

    /// <summary>The lock that it needs on the altered table (AlterTableGetLockLevel).</summary>
    public virtual LockMode Lock(AlterTableCmd command) => LockMode.AccessExclusive;

    /// <summary>True if each partition and inheritance child gets the same command, unless ONLY is written; a command with other needs recurses by itself.</summary>
    public virtual bool Recurses(AlterTableCmd command) => false;

    /// <summary>What it can be used on; anything else is error 42809.</summary>
    public virtual bool Allows(RelationKind kind) => kind is RelationKind.Table or RelationKind.PartitionedTable or RelationKind.ForeignTable;

    /// <summary>Refuses what cannot be, before any subcommand of the statement is carried out (ATPrepCmd); most is only seen when its turn comes.</summary>
    public virtual void Prepare(AlterTableCmd command, AlterTableRun run, Relation table)
    {
    }

    /// <summary>Alters one table; descendants come by calls of their own.</summary>
    public abstract void Execute(AlterTableCmd command, AlterTableRun run, Relation table);
}

/// <summary>The passes of ALTER TABLE in PostgreSQL's order (tablecmds.c, AlterTablePass; AddColumn moved before the old indexes in 17, which changes no effect).</summary>
internal enum AlterTablePass
{
    Drop,
    AlterType,
    AddColumn,
    SetExpression,
    AddConstraint,
    ColumnAttributes,
    AddIndexConstraint,
    AddIndex,
    AddOtherConstraint,
    Misc,
}
