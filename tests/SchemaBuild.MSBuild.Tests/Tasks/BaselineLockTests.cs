namespace SchemaBuild.MSBuild.Tests.Tasks;

public sealed class BaselineLockTests : IDisposable
{
    private const string Lock = "migrations/schemabuild.lock";
    private readonly TaskRun _run = new();
    private string _baseline = "2";
    private bool _isCi;

    public BaselineLockTests()
    {
        _run.Write("migrations/001_a.sql", "SELECT 1;\n");
        _run.Write("migrations/002_b.sql", "SELECT 2;\n");
        _run.Write("migrations/rollback/002_b.sql", "SELECT 22;\n");
        _run.Write("migrations/003_c.sql", "SELECT 3;\n");
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public void The_first_build_records_the_frozen_files_and_the_next_are_silent()
    {
        Assert.Empty(Codes());
        Assert.Equal(["001_a.sql", "002_b.sql", "rollback/002_b.sql"], Recorded());
        Assert.Empty(Codes());

        _run.Write("migrations/003_c.sql", "SELECT 33;\n");
        _run.Write("migrations/001_a.sql", "\uFEFFSELECT 1;\r\n");
        Assert.Empty(Codes());
    }

    [Theory]
    [InlineData("edited", "migrations/001_a.sql", "has changed")]
    [InlineData("deleted", Lock, "is gone")]
    [InlineData("renamed", "migrations/001_z.sql", "was renamed to")]
    [InlineData("added", "migrations/0_new.sql", "is new")]
    public void A_change_to_a_frozen_file_is_an_error_until_the_lock_is_deleted(string change, string file, string message)
    {
        Codes();
        if (change == "edited") _run.Write("migrations/001_a.sql", "SELECT 11;\n");
        if (change is "deleted" or "renamed") _run.Delete("migrations/001_a.sql");
        if (change == "renamed") _run.Write("migrations/001_z.sql", "SELECT 1;\n");
        if (change == "added") _run.Write("migrations/0_new.sql", "SELECT 0;\n");

        for (var i = 0; i < 2; i++)
        {
            var (succeeded, log) = Lint();
            Assert.False(succeeded);
            var error = Assert.Single(log.Errors);
            Assert.Equal(("SB0030", file), (error.Code, error.File));
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
        }

        _run.Delete(Lock);
        Assert.Empty(Codes());
    }

    [Fact]
    public void The_baseline_can_move()
    {
        Codes();
        _baseline = "003";
        Assert.Empty(Codes());
        Assert.Contains("003_c.sql", Recorded());
        _run.Write("migrations/003_c.sql", "SELECT 33;\n");
        Assert.Equal(["SB0030"], Codes());
        _baseline = "1";
        Assert.Empty(Codes());
        Assert.Equal(["001_a.sql"], Recorded());
    }

    [Fact]
    public void A_continuous_integration_build_writes_nothing_and_says_so()
    {
        _isCi = true;
        Assert.Equal(["SB0031"], Codes());
        Assert.False(_run.Has(Lock));
        _isCi = false;
        Codes();
        _isCi = true;
        Assert.Empty(Codes());
    }

    [Theory]
    [InlineData("<<<<<<< HEAD\n")]
    [InlineData("")]
    public void A_lock_that_cannot_be_understood_is_a_coded_error(string text)
    {
        _run.Write(Lock, text);
        Assert.Equal(["SB0104"], Codes());
    }

    private (bool Succeeded, RecordingBuildEngine Log) Lint() =>
        _run.Lint(task => (task.Baseline, task.BaselineLockFile, task.ContinuousIntegrationBuild) = (_baseline, Lock, _isCi));

    private IEnumerable<string> Codes()
    {
        var log = Lint().Log;
        return [.. log.Errors.Select(error => error.Code), .. log.Warnings.Select(warning => warning.Code)];
    }

    private IEnumerable<string> Recorded() => _run.Read(Lock).Split('\n').Where(line => line.Length > 66 && line[0] != '#').Select(line => line[66..]);
}
