using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.Analysis.Sources;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Rules;

/// <summary>Which table a migration means depends on the search_path of the role that applies it.</summary>
internal sealed class UnqualifiedName : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB5068", "unqualified-name", Severity.None, "A name is looked up in the search_path of whoever applies the file");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        foreach (var statement in file.Statements)
        {
            if (statement.Effects.Touched.Count == 0 && statement.Effects.RowChanges.Count == 0) continue;
            if (statement.Before.Settings.IsSet("search_path")) continue;
            var search = new Search(statement.Before.Catalog);
            search.Visit(statement.Tree);
            if (search.Found.Find(name => !search.Expressions.Contains(name.Relname)) is not { } name) continue;
            var place = name.Location >= statement.Statement.Start && name.Location < statement.Statement.End ? new TextSpan(name.Location, EndOf(statement.Statement.File.Source.Bytes, name.Location)) : (TextSpan?)null;
            findings.Add(
                statement.Statement,
                $"{name.Relname} has no schema, so it is looked up, or made, in the first schema of the search_path that the applying role happens to have. Write the schema, or SET search_path at the top of the file.",
                place: place);
            return;
        }
    }

    private static int EndOf(ReadOnlySpan<byte> sql, int at)
    {
        if (sql[at] == '"') return at + 2 + Math.Max(0, sql[(at + 1)..].IndexOf((byte)'"'));
        var end = at;
        while (end < sql.Length && (char.IsAsciiLetterOrDigit((char)sql[end]) || sql[end] is (byte)'_' or (byte)'$' or >= 0x80)) end++;
        return Math.Max(end, at + 1);
    }

    private sealed class Search(CatalogState catalog) : NodeVisitor
    {
        /// <summary>Names of WITH, which may come before or behind what uses them in the tree.</summary>
        public HashSet<string> Expressions { get; } = [];

        public List<RangeVar> Found { get; } = [];

        public override void Visit(Node node)
        {
            if (node is CommonTableExpr expression) Expressions.Add(expression.Ctename);
            if (node is RangeVar { Schemaname: "", Relpersistence: not "t" } name && catalog.Find(NameSpace.Relation, new QualifiedName("pg_temp", name.Relname)) is null) Found.Add(name);
            base.Visit(node);
        }
    }
}
