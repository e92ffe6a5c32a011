using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.Analysis.Statements.AlterTableCommands;
using SchemaBuild.PgQuery.Nodes;
using Constraint = SchemaBuild.Analysis.Catalog.Constraint;

namespace SchemaBuild.Analysis.Judging;

/// <summary>
/// One ADD COLUMN taken apart into migrations none of which goes through the table while others wait: the column alone, its default for new rows, the old rows
/// in batches, constraints as NOT VALID and then validated, keys from an index that is built CONCURRENTLY.
/// </summary>
internal sealed class ColumnAddition
{
    private readonly Relation _table;
    private readonly ColumnDef _definition;
    private readonly Execution _execution;
    private readonly CatalogState _catalog;
    private readonly List<(PgQuery.Nodes.Constraint Definition, Constraint Added)> _constraints = [];
    private readonly bool _isVolatile;

    /// <param name="table">The table as it was before.</param>
    /// <param name="column">The column as it is added.</param>
    /// <param name="definition">How that is written.</param>
    /// <param name="execution">The statement.</param>
    public ColumnAddition(Relation table, Column column, ColumnDef definition, Execution execution)
    {
        (_table, Column, _definition, _execution, _catalog) = (table, column, definition, execution, execution.Catalog);
        _isVolatile = column is { Generated: GeneratedKind.None, Default: { } value } && ExpressionVolatility.Of(value, execution).MayBeVolatile;
    }

    public Column Column { get; }

    /// <summary>How it is written.</summary>
    public ColumnDef Definition => _definition;

    /// <summary>A constraint that the definition holds, as it was added.</summary>
    public void Note(PgQuery.Nodes.Constraint definition, Constraint added) => _constraints.Add((definition, added));

    public Remedy Remedy(int major)
    {
        var advice = Advice(major);
        try
        {
            return new Remedy(advice, [.. Migrations(major)]);
        }
        catch (NotWritableException)
        {
            return new Remedy(advice);
        }
    }

    private bool IsSerial => TypeNames.SerialType(_definition.TypeName!) is not null;

    private bool IsIdentity => Column.Identity != IdentityKind.None;

    private bool IsStored => Column.Generated == GeneratedKind.Stored;

    /// <summary>It gives each row a value of its own, which must be written.</summary>
    private bool IsFilled => _isVolatile || IsSerial || IsIdentity || IsStored;

    private static bool IsKey(ConstraintKind kind) => kind is ConstraintKind.PrimaryKey or ConstraintKind.Unique;

    private IEnumerable<Domain> Domains
    {
        get
        {
            if (!UserTypes.IsConstrained(Column.Type, _catalog)) yield break;
            for (var domain = UserTypes.DomainOf(Column.Type, _catalog); domain is not null; domain = UserTypes.DomainOf(domain.Base, _catalog)) yield return domain;
        }
    }

    private bool IsNotNull => Column.NotNull || Domains.Any(domain => domain.NotNull);

    /// <summary>NOT NULL costs nothing beside a default that all old rows have at once.</summary>
    private bool HasConstant => Column is { Default: not null, Generated: GeneratedKind.None } && !_isVolatile;

    private string Advice(int major)
    {
        if (IsVirtualEnough(major)) return "Write VIRTUAL in the place of STORED: the value is computed when it is read, and adding the column takes an instant.";
        var steps = new List<string> { Domains.Any() ? "Add the column with the type that the domain is made of" : IsStored ? "Add a plain column that a trigger keeps up to date" : "Add the column alone" };
        if (_isVolatile || IsSerial || IsIdentity) steps.Add("set its default for new rows");
        if (IsFilled) steps.Add("fill the old rows in batches");
        if (IsNotNull && !HasConstant) steps.Add($"{(IsFilled ? "" : "give every row a value, ")}prove NOT NULL with a constraint that is NOT VALID first and validated later");
        if (Domains.Any(domain => !domain.Constraints.IsEmpty) || _constraints.Exists(pair => pair.Added.Kind is ConstraintKind.Check or ConstraintKind.ForeignKey))
            steps.Add($"add the {(_constraints.Exists(pair => pair.Added.Kind == ConstraintKind.ForeignKey) ? "foreign key" : "CHECK")} as NOT VALID and validate it later");
        if (_constraints.Exists(pair => IsKey(pair.Added.Kind))) steps.Add("build its index CONCURRENTLY and take it with USING INDEX");
        return $"{string.Join(", ", steps)}, each in a migration of its own.";
    }

    private IEnumerable<string> Migrations(int major)
    {
        var (name, column) = (_table.Name.ToSql(), Identifier.Quote(Column.Name));
        var isPartitioned = _table.Kind == RelationKind.PartitionedTable;
        if (Column.Collation is not null && _definition.CollClause is { Collname.Count: > 1 }) throw new NotWritableException();
        if (isPartitioned && _constraints.Exists(pair => IsKey(pair.Added.Kind) || (pair.Added.Kind == ConstraintKind.ForeignKey && major < 18))) throw new NotWritableException();

        var definition = string.Concat(
            column,
            $" {(Domains.Any() ? UserTypes.BaseOf(Column.Type, _catalog) : Column.Type).ToSql()}",
            Column.Collation is { } collation ? $" COLLATE {Identifier.Quote(collation)}" : "",
            HasConstant ? $" {DefaultText()}" : "",
            HasConstant && IsNotNull ? " NOT NULL" : "");
        if (IsVirtualEnough(major))
        {
            yield return $"ALTER TABLE {name} ADD COLUMN {column} {Column.Type.ToSql()} GENERATED ALWAYS AS {GeneratedText()} VIRTUAL;";
            yield break;
        }

        yield return string.Join('\n', [$"ALTER TABLE {name} ADD COLUMN {definition};", .. Defaults(name, column), .. Checks(name, isValidation: false)]);
        if (Fill(column) is { } fill) yield return fill;
        if (IsNotNull && !HasConstant)
        {
            var proof = SetNotNull.WithoutScan(_table, Column.Name, major).Migrations;
            for (var i = 0; i < proof.Length; i++)
                yield return i == 1 && !IsFilled ? $"-- by now every row must have a value: fill the old ones in batches and let the application write it\n{proof[i]}" : proof[i];
        }

        if (Checks(name, isValidation: true).ToList() is { Count: > 0 } validations) yield return string.Join('\n', validations);
        foreach (var (foreignKey, added) in _constraints.Where(pair => pair.Added.Kind == ConstraintKind.ForeignKey))
        {
            yield return $"ALTER TABLE {name} ADD CONSTRAINT {Identifier.Quote(added.Name)} FOREIGN KEY ({column}) {Text(foreignKey)}{(added.IsEnforced ? " NOT VALID" : "")};";
            if (added.IsEnforced) yield return $"ALTER TABLE {name} VALIDATE CONSTRAINT {Identifier.Quote(added.Name)};";
        }

        foreach (var (key, added) in _constraints.Where(pair => IsKey(pair.Added.Kind)))
        {
            var kind = Text(key).ToUpperInvariant();
            if (kind is not ("UNIQUE" or "PRIMARY KEY")) throw new NotWritableException();
            yield return $"CREATE UNIQUE INDEX CONCURRENTLY {Identifier.Quote(added.Name)} ON {name} ({column});";
            yield return $"ALTER TABLE {name} ADD CONSTRAINT {Identifier.Quote(added.Name)} {kind} USING INDEX {Identifier.Quote(added.Name)};";
        }

        if (IsIdentity)
        {
            var sequence = FillSequence.ToSql();
            yield return $"""
                ALTER TABLE {name} ALTER COLUMN {column} DROP DEFAULT, ALTER COLUMN {column} ADD GENERATED {(Column.Identity == IdentityKind.Always ? "ALWAYS" : "BY DEFAULT")} AS IDENTITY;
                SELECT setval(pg_get_serial_sequence({Literal(name)}, {Literal(Column.Name)}), nextval({Literal(sequence)}));
                -- schemabuild:allow SB3010 reason="only the migrations before this one use it"
                DROP SEQUENCE {sequence};
                """;
        }
    }

    /// <summary>Whether a virtual column will do: nothing has to be checked or indexed, and only what is built in is used.</summary>
    private bool IsVirtualEnough(int major) =>
        major >= 18 && IsStored && !Column.NotNull && _constraints.Count == 0 && Column.Type.IsBuiltIn && CallsOnlyBuiltIns.In(_definition);

    private QualifiedName FillSequence => _table.Name with { Name = Identifier.MakeObjectName(_table.Name.Name, Column.Name, "fill") };

    private IEnumerable<string> Defaults(string name, string column)
    {
        if (_isVolatile) yield return $"ALTER TABLE {name} ALTER COLUMN {column} SET {DefaultText()};";
        if (IsSerial || IsIdentity)
        {
            var sequence = IsIdentity ? FillSequence : _table.Name with { Name = Identifier.MakeObjectName(_table.Name.Name, Column.Name, "seq") };
            yield return $"CREATE SEQUENCE {sequence.ToSql()} AS {Column.Type.ToSql()}{(IsIdentity ? "" : $" OWNED BY {name}.{column}")};";
            yield return $"ALTER TABLE {name} ALTER COLUMN {column} SET DEFAULT nextval({Literal(sequence.ToSql())});";
        }

        if (!IsStored) yield break;
        var trigger = _table.Name with { Name = Identifier.MakeObjectName(_table.Name.Name, Column.Name, "sync") };
        yield return $"""
            CREATE FUNCTION {trigger.ToSql()}() RETURNS trigger LANGUAGE plpgsql AS $sync$
            BEGIN
                NEW.{column} := (SELECT {GeneratedText()} FROM (SELECT NEW.*) AS new_row);
                RETURN NEW;
            END
            $sync$;
            CREATE TRIGGER {Identifier.Quote(trigger.Name)} BEFORE INSERT OR UPDATE ON {name} FOR EACH ROW EXECUTE FUNCTION {trigger.ToSql()}();
            """;
    }

    private string? Fill(string column)
    {
        if (!IsFilled) return null;
        var tables = _table.Kind == RelationKind.PartitionedTable ? Below(_table).Where(part => part.Kind == RelationKind.Table).ToList() : [_table];
        if (tables.Count == 0) return null;
        return IsStored
            ? Backfill.Of(tables, $"{column} = {GeneratedText()}", $"{column} IS DISTINCT FROM {GeneratedText()}")
            : Backfill.Of(tables, $"{column} = DEFAULT", $"{column} IS NULL");
    }

    private IEnumerable<Relation> Below(Relation table) =>
        table.Children.Select(_catalog.Find).OfType<Relation>().SelectMany(child => Below(child).Prepend(child));

    private IEnumerable<string> Checks(string name, bool isValidation)
    {
        foreach (var (definition, added) in _constraints.Where(pair => pair.Added.Kind == ConstraintKind.Check))
        {
            if (isValidation && added.IsEnforced) yield return $"ALTER TABLE {name} VALIDATE CONSTRAINT {Identifier.Quote(added.Name)};";
            if (!isValidation) yield return $"ALTER TABLE {name} ADD CONSTRAINT {Identifier.Quote(added.Name)} {Text(definition)}{(added.IsEnforced ? " NOT VALID" : "")};";
        }

        var taken = new HashSet<string>();
        foreach (var check in Domains.SelectMany(domain => domain.Constraints))
        {
            var constraint = Identifier.MakeObjectName(_table.Name.Name, Column.Name, "check");
            for (var i = 1; _table.FindConstraint(constraint) is not null || _constraints.Exists(pair => pair.Added.Name == constraint) || !taken.Add(constraint); i++)
                constraint = Identifier.MakeObjectName(_table.Name.Name, Column.Name, $"check{i}");
            if (check.Text is not { } text) throw new NotWritableException();
            yield return isValidation
                ? $"ALTER TABLE {name} VALIDATE CONSTRAINT {Identifier.Quote(constraint)};"
                : $"ALTER TABLE {name} ADD CONSTRAINT {Identifier.Quote(constraint)} {ConstraintText.ForColumn(text, Identifier.Quote(Column.Name))} NOT VALID;";
        }
    }

    /// <summary>DEFAULT and its value.</summary>
    private string DefaultText() => Text(Part(ConstrType.CONSTR_DEFAULT));

    /// <summary>The expression of a generated column in parentheses.</summary>
    private string GeneratedText()
    {
        var text = Text(Part(ConstrType.CONSTR_GENERATED));
        var (open, close) = (text.IndexOf('(', StringComparison.Ordinal), text.LastIndexOf(')'));
        return open < 0 || close < open ? throw new NotWritableException() : text[open..(close + 1)];
    }

    private PgQuery.Nodes.Constraint Part(ConstrType type) =>
        _definition.Constraints.OfType<PgQuery.Nodes.Constraint>().FirstOrDefault(constraint => constraint.Contype == type) ?? throw new NotWritableException();

    private string Text(PgQuery.Nodes.Constraint part) => ConstraintText.OfColumn(part, _definition, _execution.Statement) ?? throw new NotWritableException();

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>The SQL cannot be put together from the text; the advice must do.</summary>
    private sealed class NotWritableException : Exception;

    private sealed class CallsOnlyBuiltIns : NodeVisitor
    {
        private bool _found = true;

        public static bool In(Node definition)
        {
            var visitor = new CallsOnlyBuiltIns();
            visitor.Visit(definition);
            return visitor._found;
        }

        public override void Visit(Node node)
        {
            // Operators and casts of types that are not built in cannot be told here, so only plain calls of lower, round … pass.
            if (node is FuncCall { Funcname.Count: > 1 } call && NodeNames.Qualified(call.Funcname).Schema != "pg_catalog") _found = false;
            base.Visit(node);
        }
    }
}
