using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Sources;
using SchemaBuild.PgQuery.Nodes;
using Constraint = SchemaBuild.PgQuery.Nodes.Constraint;

namespace SchemaBuild.Analysis.Fixes;

/// <summary>The rewrites that rules share. Each is null where the statement is not written in a form that can be edited.</summary>
internal static class Rewrites
{
    /// <summary>CONCURRENTLY behind INDEX, TABLE, VIEW …, whichever of them comes first.</summary>
    public static Rewrite? Concurrently(SqlStatement statement, bool runsAlone, params ReadOnlySpan<string> keywords)
    {
        var tokens = StatementTokens.Of(statement);
        var keyword = tokens.Find(0, keywords);
        if (keyword < 0 || tokens.IsKeyword(keyword + 1, "CONCURRENTLY")) return null;
        var verb = string.Join(' ', Enumerable.Range(0, keyword + 1).Where(i => i == 0 || i == keyword || tokens.IsKeyword(i, "UNIQUE") || tokens.IsKeyword(i, "MATERIALIZED")).Select(i => tokens.Text(i).ToUpperInvariant()));
        return new Rewrite { What = $"{verb} CONCURRENTLY", Edits = [Insert(tokens.End(keyword), " CONCURRENTLY")], RunsAlone = runsAlone };
    }

    /// <summary>DROP INDEX CONCURRENTLY, a statement for each index: the server takes no list, and no CASCADE.</summary>
    public static Rewrite? DropConcurrently(SqlStatement statement)
    {
        if (statement.Tree is not DropStmt { RemoveType: ObjectType.OBJECT_INDEX, Concurrent: false, Behavior: not DropBehavior.DROP_CASCADE } drop) return null;
        var tokens = StatementTokens.Of(statement);
        var keyword = tokens.Find(0, "INDEX");
        if (keyword < 0) return null;
        var first = tokens.IsKeyword(keyword + 1, "IF") ? keyword + 3 : keyword + 1;
        var names = new List<(int First, int Last)>();
        for (var i = first; i < tokens.Count; i = names[^1].Last + 2) names.Add((i, tokens.EndOfItem(i)));
        if (names.Count != drop.Objects.Count) return null;

        if (tokens.IsKeyword(names[^1].Last, "RESTRICT")) names[^1] = (names[^1].First, names[^1].Last - 1);
        var insert = Insert(tokens.End(keyword), " CONCURRENTLY");
        var comments = string.Concat(names.SkipLast(1).Zip(names.Skip(1), (name, next) => tokens.CommentsBetween(name.Last, next.First)));
        var verb = $"DROP INDEX CONCURRENTLY {(drop.MissingOk ? "IF EXISTS " : "")}";
        return new Rewrite
        {
            What = "DROP INDEX CONCURRENTLY",
            Edits = names.Count == 1 ? [insert] : [insert, new TextEdit(tokens.End(names[0].Last), tokens.End(names[^1].Last), comments)],
            After = [.. names.Skip(1).Select(name => new ExtraStatement(verb + tokens.Text(name.First, name.Last), ExtraKind.Alone))],
            RunsAlone = true,
        };
    }

    /// <summary>DETACH PARTITION … CONCURRENTLY, and without the CHECK that this leaves on the partition.</summary>
    /// <param name="statement">The ALTER TABLE.</param>
    /// <param name="check">The name of that CHECK.</param>
    public static Rewrite? DetachConcurrently(SqlStatement statement, string check)
    {
        if (statement.Tree is not AlterTableStmt { Cmds: [AlterTableCmd { Subtype: AlterTableType.AT_DetachPartition, Def: PartitionCmd { Name: { } partition } }] }) return null;
        return new Rewrite
        {
            What = "DETACH PARTITION … CONCURRENTLY",
            Edits = [Insert(statement.End, " CONCURRENTLY")],
            After = [new ExtraStatement($"ALTER TABLE {NameOf(partition)} DROP CONSTRAINT IF EXISTS {Identifier.Quote(check)}")],
            RunsAlone = true,
        };
    }

    /// <summary>NOT VALID now, VALIDATE CONSTRAINT later, for a constraint of ADD CONSTRAINT.</summary>
    /// <param name="statement">The ALTER TABLE.</param>
    /// <param name="constraint">The constraint in it.</param>
    /// <param name="name">What it is called, or will be.</param>
    public static Rewrite? ValidateLater(SqlStatement statement, Constraint constraint, string name)
    {
        if (statement.Tree is not AlterTableStmt alter || constraint.SkipValidation) return null;
        var tokens = StatementTokens.Of(statement);
        var first = tokens.At(constraint.Location);
        var isNamed = tokens.IsKeyword(first, "CONSTRAINT");
        var kind = isNamed ? first + 2 : first;
        if (!tokens.IsKeyword(kind, "CHECK") && !tokens.IsKeyword(kind, "FOREIGN") && !tokens.IsKeyword(kind, "NOT")) return null;

        var edits = new List<TextEdit>();
        if (!isNamed) edits.Add(Insert(tokens.Start(first), $"CONSTRAINT {Identifier.Quote(name)} "));
        edits.Add(Insert(tokens.End(tokens.EndOfItem(kind)), " NOT VALID"));
        return new Rewrite { What = $"NOT VALID and VALIDATE CONSTRAINT {Identifier.Quote(name)}", Edits = edits, After = [Validate(alter, name)] };
    }

    /// <summary>A constraint out of the definition of a new column: the column first, then the constraint, which is validated or gets its index later.</summary>
    /// <param name="statement">The ALTER TABLE.</param>
    /// <param name="column">The column that it adds.</param>
    /// <param name="constraint">The constraint in its definition.</param>
    /// <param name="name">What it is called, or will be.</param>
    public static Rewrite? MoveConstraint(SqlStatement statement, ColumnDef column, Constraint constraint, string name)
    {
        // Where the column may be there already, the constraint would come to one that never had it.
        if (statement.Tree is not AlterTableStmt alter || alter.Cmds.OfType<AlterTableCmd>().Any(command => command is { Subtype: AlterTableType.AT_AddColumn, MissingOk: true })) return null;
        var tokens = StatementTokens.Of(statement);
        var first = tokens.At(constraint.Location);
        var kind = tokens.IsKeyword(first, "CONSTRAINT") ? first + 2 : first;
        // DEFERRABLE and the like are nodes of their own and belong to the constraint before them.
        var following = column.Constraints.OfType<Constraint>()
            .Where(other => other.Location > constraint.Location && !other.Contype.ToString().StartsWith("CONSTR_ATTR", StringComparison.Ordinal))
            .Select(other => tokens.At(other.Location)).DefaultIfEmpty(tokens.Count).Min();
        var last = Math.Min(tokens.EndOfItem(first), following - 1);
        if (first == 0 || kind > last) return null;

        var (target, quoted, text) = (Alter(alter), Identifier.Quote(name), tokens.Text(kind, last));
        var added = $"{target} ADD CONSTRAINT {quoted}";
        var own = Identifier.Quote(Identifier.Truncate(column.Colname));
        IReadOnlyList<ExtraStatement>? after = constraint.Contype switch
        {
            ConstrType.CONSTR_CHECK => [new ExtraStatement($"{added} {text} NOT VALID"), Validate(alter, name)],
            ConstrType.CONSTR_FOREIGN => [new ExtraStatement($"{added} FOREIGN KEY ({own}) {text} NOT VALID"), Validate(alter, name)],
            ConstrType.CONSTR_UNIQUE when kind == last =>
            [
                new ExtraStatement($"CREATE UNIQUE INDEX CONCURRENTLY {quoted} ON {NameOf(alter)} ({own})", ExtraKind.Alone),
                new ExtraStatement($"{added} UNIQUE USING INDEX {quoted}"),
            ],
            _ => null,
        };
        return after is null ? null : new Rewrite { What = $"{quoted} apart from the column", Edits = [new TextEdit(tokens.End(first - 1), tokens.End(last), tokens.CommentsBetween(first - 1, kind))], After = after };
    }

    /// <summary>text and a CHECK of the length in place of varchar(n), in CREATE TABLE.</summary>
    /// <param name="statement">The CREATE TABLE.</param>
    /// <param name="columns">Columns of the table and their greatest lengths.</param>
    public static Rewrite? TextWithCheck(SqlStatement statement, IEnumerable<(ColumnDef Definition, int Length)> columns)
    {
        if (statement.Tree is not CreateStmt { Relation: { } table }) return null;
        var tokens = StatementTokens.Of(statement);
        var edits = new List<TextEdit>();
        foreach (var (definition, length) in columns)
        {
            if (definition.TypeName is not { ArrayBounds.Count: 0 } type) return null;
            var first = tokens.At(type.Location);
            var open = first;
            while (open < tokens.Count && !tokens.IsPunctuation(open, '(')) open++;
            if (open > first + 3) return null;
            var name = Identifier.MakeObjectName(table.Relname, definition.Colname, "length");
            edits.Add(new TextEdit(tokens.Start(first), tokens.End(tokens.Closing(open)), "text" + tokens.CommentsBetween(first, tokens.Closing(open))));
            edits.Add(Insert(tokens.End(tokens.EndOfItem(first)), $" CONSTRAINT {Identifier.Quote(name)} CHECK (char_length({Identifier.Quote(definition.Colname)}) <= {length})"));
        }

        return new Rewrite { What = "text and a CHECK of the length", Edits = edits };
    }

    /// <summary>CREATE UNIQUE INDEX CONCURRENTLY first, then the key USING INDEX.</summary>
    /// <param name="statement">The ALTER TABLE.</param>
    /// <param name="constraint">The UNIQUE or PRIMARY KEY in it.</param>
    /// <param name="name">What it is called, or will be.</param>
    public static Rewrite? UsingIndex(SqlStatement statement, Constraint constraint, string name)
    {
        if (statement.Tree is not AlterTableStmt alter || constraint.WithoutOverlaps || constraint.Indexname.Length > 0) return null;
        var tokens = StatementTokens.Of(statement);
        var first = tokens.At(constraint.Location);
        var isNamed = tokens.IsKeyword(first, "CONSTRAINT");
        var kind = isNamed ? first + 2 : first;
        var isPrimary = tokens.IsKeyword(kind, "PRIMARY");
        if (!isPrimary && !tokens.IsKeyword(kind, "UNIQUE")) return null;
        var lastOfKind = isPrimary ? kind + 1 : kind;
        var next = lastOfKind + 1;
        var comments = tokens.CommentsBetween(lastOfKind, next);
        var nulls = "";
        if (tokens.IsKeyword(next, "NULLS"))
        {
            var distinct = tokens.IsKeyword(next + 1, "NOT") ? next + 2 : next + 1;
            nulls = " " + tokens.Text(next, distinct);
            next = distinct + 1;
            comments += tokens.CommentsBetween(distinct, next);
        }

        if (!tokens.IsPunctuation(next, '(')) return null;
        var lastOfIndex = tokens.Closing(next);
        var columns = tokens.Text(next, lastOfIndex);
        var (include, with, tablespace) = ("", "", "");
        if (tokens.IsKeyword(lastOfIndex + 1, "INCLUDE"))
        {
            next = lastOfIndex + 1;
            comments += tokens.CommentsBetween(lastOfIndex, next);
            lastOfIndex = tokens.Closing(next + 1);
            include = " " + tokens.Text(next, lastOfIndex);
        }

        if (tokens.IsKeyword(lastOfIndex + 1, "WITH"))
        {
            next = lastOfIndex + 1;
            comments += tokens.CommentsBetween(lastOfIndex, next);
            lastOfIndex = tokens.Closing(next + 1);
            with = " " + tokens.Text(next, lastOfIndex);
        }

        if (tokens.IsKeyword(lastOfIndex + 1, "USING"))
        {
            // USING INDEX TABLESPACE name
            tablespace = " TABLESPACE " + tokens.Text(lastOfIndex + 4);
            comments += tokens.CommentsBetween(lastOfIndex, lastOfIndex + 4);
            lastOfIndex += 4;
        }

        var quoted = Identifier.Quote(name);
        var edits = new List<TextEdit>();
        if (!isNamed) edits.Add(Insert(tokens.Start(first), $"CONSTRAINT {quoted} "));
        edits.Add(new TextEdit(tokens.End(lastOfKind), tokens.End(lastOfIndex), $" USING INDEX {quoted}{comments}"));
        return new Rewrite
        {
            What = $"CREATE UNIQUE INDEX CONCURRENTLY {quoted} and {(isPrimary ? "PRIMARY KEY" : "UNIQUE")} USING INDEX",
            Before = [new ExtraStatement($"CREATE UNIQUE INDEX CONCURRENTLY {quoted} ON {NameOf(alter)} {columns}{include}{nulls}{with}{tablespace}", ExtraKind.Alone)],
            Edits = edits,
        };
    }

    /// <summary>Something that proves to the statement that a column is not null, and is validated under a lock that lets writes go on.</summary>
    /// <param name="statement">The ALTER TABLE: its SET NOT NULL, or a PRIMARY KEY.</param>
    /// <param name="table">The table that is altered.</param>
    /// <param name="column">The column.</param>
    /// <param name="major">The oldest server major.</param>
    public static Rewrite? ProveNotNull(SqlStatement statement, Relation table, string column, int major)
    {
        if (statement.Tree is not AlterTableStmt alter) return null;
        var (target, quoted) = (Alter(alter), Identifier.Quote(column));
        if (major < 18)
        {
            var check = ProofName(table, column);
            return new Rewrite
            {
                What = $"CHECK ({quoted} IS NOT NULL) as the proof of NOT NULL",
                Before = [new ExtraStatement($"{target} ADD CONSTRAINT {Identifier.Quote(check)} CHECK ({quoted} IS NOT NULL) NOT VALID"), Validate(alter, check)],
                After = [new ExtraStatement($"{target} DROP CONSTRAINT {Identifier.Quote(check)}")],
            };
        }

        // One that is there, be it NOT VALID, is in the way of another.
        var number = table.FindColumn(column)?.Number;
        if (number is null || table.Constraints.Any(own => own.Kind == ConstraintKind.NotNull && own.Columns.Contains(number.Value))) return null;
        var name = Identifier.MakeObjectName(table.Name.Name, column, "not_null");
        var added = $"ADD CONSTRAINT {Identifier.Quote(name)} NOT NULL {quoted} NOT VALID";
        var what = $"NOT NULL {quoted} NOT VALID and VALIDATE CONSTRAINT {Identifier.Quote(name)}";
        if (FindSetNotNull(statement, alter, column) is { } command) return new Rewrite { What = what, Edits = [command with { Text = added + command.Text }], After = [Validate(alter, name)] };
        return new Rewrite { What = what, Before = [new ExtraStatement($"{target} {added}"), Validate(alter, name)] };
    }

    /// <summary>A CHECK that shows what a partition holds, or a DEFAULT one does not, so that it is not read when a partition comes.</summary>
    /// <param name="statement">ATTACH PARTITION, or CREATE TABLE … PARTITION OF.</param>
    /// <param name="table">The table that would be read.</param>
    /// <param name="parent">The partitioned table.</param>
    /// <param name="check">The name of the CHECK.</param>
    /// <param name="condition">What it says.</param>
    public static Rewrite ProveBound(SqlStatement statement, QualifiedName table, QualifiedName parent, string check, string condition)
    {
        // As the statement names its tables: where they are in a schema of the search_path, only the server knows in which.
        RangeVar?[] named = statement.Tree switch
        {
            AlterTableStmt { Relation: { } target, Cmds: [AlterTableCmd { Def: PartitionCmd { Name: { } partition } }] } => [partition, target],
            CreateStmt { InhRelations: [RangeVar target] } => [target],
            _ => [],
        };
        var name = named.FirstOrDefault(own => own!.Relname == table.Name) is { } same ? NameOf(same)
            : named is [.., { Schemaname: "" }] && table.Schema == parent.Schema ? Identifier.Quote(table.Name)
            : table.ToSql();
        var alter = $"ALTER TABLE {name}";
        return new Rewrite
        {
            What = $"CHECK {Identifier.Quote(check)} as the proof of the bound",
            Before =
            [
                new ExtraStatement($"{alter} ADD CONSTRAINT {Identifier.Quote(check)} CHECK ({condition}) NOT VALID"),
                new ExtraStatement($"{alter} VALIDATE CONSTRAINT {Identifier.Quote(check)}", ExtraKind.Validation),
            ],
            After = [new ExtraStatement($"{alter} DROP CONSTRAINT {Identifier.Quote(check)}")],
        };
    }

    /// <summary>How the CHECK that proves a NOT NULL is called; the server's own name for the NOT NULL must stay free, which is a constraint since 18.</summary>
    public static string ProofName(Relation table, string column) => Identifier.MakeObjectName(table.Name.Name, column, "not_null_check");

    public static TextEdit Insert(int at, string text) => new(at, at, text);

    /// <summary>The command, with its comments as the text.</summary>
    private static TextEdit? FindSetNotNull(SqlStatement statement, AlterTableStmt alter, string column)
    {
        var tokens = StatementTokens.Of(statement);
        var commands = CommandsOf(tokens);
        if (commands.Count != alter.Cmds.Count) return null;
        for (var i = 0; i < commands.Count; i++)
        {
            if (alter.Cmds[i] is AlterTableCmd { Subtype: AlterTableType.AT_SetNotNull } command && command.Name == column)
                return new TextEdit(tokens.Start(commands[i].First), tokens.End(commands[i].Last), tokens.CommentsBetween(commands[i].First, commands[i].Last));
        }

        return null;
    }

    /// <summary>The commands of ALTER TABLE, as first and last token.</summary>
    private static List<(int First, int Last)> CommandsOf(StatementTokens tokens)
    {
        var next = tokens.Find(0, "TABLE") + 1;
        if (tokens.IsKeyword(next, "IF")) next += 2;
        if (tokens.IsKeyword(next, "ONLY")) next++;
        next++;
        while (tokens.IsPunctuation(next, '.')) next += 2;
        if (next < tokens.Count && tokens.Text(next) == "*") next++;
        var commands = new List<(int First, int Last)>();
        for (; next < tokens.Count; next = commands[^1].Last + 2) commands.Add((next, tokens.EndOfItem(next)));
        return commands;
    }

    private static ExtraStatement Validate(AlterTableStmt alter, string constraint) => new($"{Alter(alter)} VALIDATE CONSTRAINT {Identifier.Quote(constraint)}", ExtraKind.Validation);

    private static string Alter(AlterTableStmt alter) => $"ALTER TABLE {(alter.MissingOk ? "IF EXISTS " : "")}{NameOf(alter)}";

    /// <summary>The table in the words of the statement: where the migrations do not show it, only the server knows its schema.</summary>
    private static string NameOf(AlterTableStmt alter) => NameOf(alter.Relation!);

    private static string NameOf(RangeVar table) =>
        table.Schemaname.Length > 0 ? $"{Identifier.Quote(table.Schemaname)}.{Identifier.Quote(table.Relname)}" : Identifier.Quote(table.Relname);
}
