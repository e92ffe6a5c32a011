using SchemaBuild.Analysis;

namespace SchemaBuild.MSBuild;

/// <summary>What a build says about the project or about a file as a whole.</summary>
/// <param name="Rule">Its code and default severity.</param>
/// <param name="File">As the project names it.</param>
/// <param name="Message">What is wrong and what to do.</param>
/// <param name="Line">1 for the beginning of the file, 0 for no place.</param>
internal sealed record ProjectFinding(RuleDescriptor Rule, string File, string Message, int Line = 0);
