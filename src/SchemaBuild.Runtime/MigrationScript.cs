using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using SchemaBuild.Engine;

namespace SchemaBuild;

/// <summary>A migration file or rollback file: its text, and the steps that the build cut it into.</summary>
public sealed class MigrationScript
{
    private readonly string _plan;
    private readonly Assembly? _assembly;
    private string? _text;
    private MigrationStep[]? _steps;

    /// <summary>A script whose text is at hand.</summary>
    /// <param name="fileName">Its path below the migrations folder, with <c>/</c>.</param>
    /// <param name="text">Its text; a byte order mark and CRLF line ends are taken out, and offsets count without them.</param>
    /// <param name="plan">
    /// Its steps, one a line, in order: <c>KIND start length segment</c>, the segment followed by <c>!</c> when the step refuses a
    /// transaction, by <c>^</c> when it takes a strong lock that its kind does not tell, by <c>~</c> when running it again changes nothing; then optionally a
    /// space and the <see cref="MigrationStep.Target"/>. Example: <c>CREATE_INDEX 94 71 2! app.orders_idx</c>.
    /// Transaction control and statements on the history tables are no steps.
    /// </param>
    public MigrationScript(string fileName, string text, string plan)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(plan);
        FileName = fileName;
        _text = Normalize(text);
        _plan = plan;
        Checksum = Hash(_text);
    }

    private MigrationScript(Assembly assembly, string fileName, string checksum, string plan)
    {
        FileName = fileName;
        Checksum = checksum;
        _assembly = assembly;
        _plan = plan;
    }

    /// <summary>The file's path below the migrations folder, with <c>/</c>.</summary>
    public string FileName { get; }

    /// <summary>Lower-case hex SHA-256 of <see cref="Text"/> in UTF-8.</summary>
    public string Checksum { get; }

    /// <summary>The file's text with LF line ends and without byte order mark. Read on first use.</summary>
    /// <exception cref="MigrationException">The embedded text is missing or is not the one that was built.</exception>
    public string Text => _text ?? Load();

    /// <summary>The statements to run, in order.</summary>
    public IReadOnlyList<MigrationStep> Steps => _steps ??= ReadPlan();

    /// <summary>For generated code: a script whose text is the resource <c>SchemaBuild/</c> + <paramref name="fileName"/>, read when it is needed.</summary>
    /// <param name="assembly">The assembly that embeds it.</param>
    /// <param name="fileName">Its path below the migrations folder, with <c>/</c>.</param>
    /// <param name="checksum">Lower-case hex SHA-256 of the text without byte order mark and with LF line ends.</param>
    /// <param name="plan">Its steps, written as <see cref="MigrationScript(string, string, string)"/> says.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static MigrationScript FromResource(Assembly assembly, string fileName, string checksum, string plan)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        ArgumentException.ThrowIfNullOrEmpty(checksum);
        ArgumentNullException.ThrowIfNull(plan);
        return new(assembly, fileName, checksum, plan);
    }

    /// <inheritdoc/>
    public override string ToString() => FileName;

    /// <summary>The line of an offset into the text; both as in <see cref="MigrationStep"/>.</summary>
    internal int LineAt(int offset) => Text.AsSpan(0, offset).Count('\n') + 1;

    private static string Normalize(string text)
    {
        if (text.StartsWith('\uFEFF'))
            text = text[1..];
        return text.Contains('\r', StringComparison.Ordinal) ? text.Replace("\r\n", "\n", StringComparison.Ordinal) : text;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private string Load()
    {
        using var stream = _assembly!.GetManifestResourceStream("SchemaBuild/" + FileName)
            ?? throw Stale($"{FileName} is not embedded in {_assembly.GetName().Name}");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = Normalize(reader.ReadToEnd());
        if (!string.Equals(Hash(text), Checksum, StringComparison.OrdinalIgnoreCase))
            throw Stale($"The text of {FileName} that is embedded in {_assembly.GetName().Name} is not the one that its plan was made for");
        return _text = text;

        MigrationException Stale(string what) =>
            new(MigrationError.StaleBuild, $"{what}. Nothing of it was run. Rebuild the project that holds the migrations.") { FileName = FileName };
    }

    private MigrationStep[] ReadPlan()
    {
        var steps = new List<MigrationStep>();
        var begin = default(string);
        foreach (var line in _plan.AsSpan().EnumerateLines())
        {
            if (line.IsEmpty)
                continue;
            var step = ReadStep(line, steps.Count + 1, begin);
            begin = step.Kind == StepKind.Begin ? step.Sql : null;
            if (begin is null)
                steps.Add(step);
        }

        for (var i = 1; i < steps.Count; i++)
        {
            var (before, step) = (steps[i - 1], steps[i]);
            if (step.Segment < before.Segment || (step.Segment == before.Segment && (step.Begin is not null || step.RefusesTransaction || before.RefusesTransaction)))
                throw Malformed($"segment {step.Segment} of step {step.Order}");
        }

        return [.. steps];
    }

    private MigrationStep ReadStep(ReadOnlySpan<char> line, int order, string? begin)
    {
        Span<Range> fields = stackalloc Range[5];
        var count = line.Split(fields, ' ');
        if (count < 4)
            throw Malformed(line.ToString());

        var kind = line[fields[0]].ToString();
        var marks = line[fields[3]];
        var segment = marks.TrimEnd("!^~");
        marks = marks[segment.Length..];
        if (!Number(line[fields[1]], out var start) || !Number(line[fields[2]], out var length) || !Number(segment, out var number)
            || kind.Length is 0 or > 20)
            throw Malformed(line.ToString());

        return new MigrationStep(this, order, kind, start, length, number, marks.Contains('!'), count == 5 ? line[fields[4]].ToString() : null)
        {
            Begin = begin,
            TakesStrongLock = !StepKind.IsAboutRows(kind) || marks.Contains('^'),
            IsRepeatable = StepKind.IsRepeatable(kind) || marks.Contains('~'),
        };

        static bool Number(ReadOnlySpan<char> digits, out int value) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    private FormatException Malformed(string what) => new($"The plan of {FileName} is malformed: {what}.");
}
