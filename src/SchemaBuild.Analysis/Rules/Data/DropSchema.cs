using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>What is dropped holds other objects: a schema, a database, all that a role owns, an extension with what uses it.</summary>
internal sealed class DropSchema : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB2010", "drop-schema", Severity.Error, "A whole schema, database or extension is dropped");

    public override void Judge(AnalyzedStatement statement, FindingSink findings)
    {
        var hasDependents = statement.Effects.Losses.Any(loss => loss.Object is not Extension);
        foreach (var loss in statement.Effects.Losses)
        {
            if (loss.Kind != LossKind.Drop || statement.IsNew(loss.Object)) continue;
            var what = loss.Object switch
            {
                Schema schema => $"The schema {schema.Name}",
                Container container => $"{char.ToUpperInvariant(container.What[0])}{container.What[1..]} {container.Name}",
                Extension extension when hasDependents => $"The extension {extension.Name}, and what uses it,",
                _ => null,
            };
            if (what is null) continue;
            findings.Add(
                statement.Statement,
                $"{what} is dropped, with whatever is in it on that server: also what no migration shows. "
                + "Drop by name what is no longer used, one object after the other, so that PostgreSQL refuses when something still depends on it.");
        }
    }
}
