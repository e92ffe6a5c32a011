using SchemaBuild.Analysis.Replay;
using SchemaBuild.Analysis.Sources;

namespace SchemaBuild.Analysis.Judging;

/// <summary>
/// A short judgement over what is known. A file in <c>Rules/</c> that holds a class of its own name is a rule; the build collects
/// them (RuleSet.g.cs). Rules keep no state.
/// </summary>
internal abstract class Rule
{
    public abstract RuleDescriptor Descriptor { get; }

    /// <summary>True for a rule about what the other rules have found.</summary>
    public virtual bool JudgesLast => false;

    /// <summary>True for a rule that also judges statements which the server refuses. Of the others nothing is done, so there is nothing to say about them.</summary>
    public virtual bool JudgesRefused => false;

    /// <summary>About a file by itself: its name, text and comments.</summary>
    public virtual void Judge(MigrationFile file, FindingSink findings)
    {
    }

    /// <summary>About one statement in its place.</summary>
    public virtual void Judge(AnalyzedStatement statement, FindingSink findings)
    {
    }

    /// <summary>About a file as a whole, after its last statement.</summary>
    public virtual void Judge(ReplayedFile file, FindingSink findings)
    {
    }

    /// <summary>About all files together.</summary>
    public virtual void Judge(MigrationHistory history, FindingSink findings)
    {
    }
}
