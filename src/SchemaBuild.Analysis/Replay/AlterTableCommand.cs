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
    public abstract AlterTableType Type { get; }

    /// <summary>When it runs among the subcommands of its statement, whatever the order in which they are written.</summary>
    public abstract AlterTablePass Pass(AlterTableCmd command);

    /// <summary>The lock that it needs on the altered table.</summary>
    public virtual LockMode Lock(AlterTableCmd command) => LockMode.AccessExclusive;

    /// <summary>True if partitions and inheritance children are altered too, unless ONLY is written.</summary>
    public virtual bool Recurses(AlterTableCmd command) => true;

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
