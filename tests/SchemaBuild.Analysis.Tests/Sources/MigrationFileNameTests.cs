using SchemaBuild.Analysis.Sources;

namespace SchemaBuild.Analysis.Tests.Sources;

public sealed class MigrationFileNameTests
{
    [Theory]
    [InlineData("001_create_users.sql", "001", "create_users", false)]
    [InlineData("20261122093000_x.sql", "20261122093000", "x", false)]
    [InlineData("12345678901234567890123456789012345678901234567890_x.sql", "12345678901234567890123456789012345678901234567890", "x", false)]
    [InlineData("7.sql", "7", "", false)]
    [InlineData("v1/002-add.sql", "002", "add", false)]
    [InlineData("rollback/001_rollback_create_users.sql", "001", "create_users", true)]
    [InlineData("rollback/001_create_users.sql", "001", "create_users", true)]
    [InlineData("sub\\rollback\\3_x.sql", "3", "x", true)]
    [InlineData("001_rollback_feature.sql", "001", "rollback_feature", false)]
    public void The_digits_in_front_are_the_version(string path, string version, string name, bool isRollback)
    {
        var parsed = MigrationFileName.Parse(path);
        Assert.NotNull(parsed);
        Assert.Equal((version, name, isRollback), (parsed.Version, parsed.Name, parsed.IsRollback));
    }

    [Theory]
    [InlineData("create_users.sql")]
    [InlineData("v1_x.sql")]
    [InlineData("٣_x.sql")]
    [InlineData(".sql")]
    public void Without_digits_in_front_there_is_no_version(string path) => Assert.Null(MigrationFileName.Parse(path));

    [Fact]
    public void Files_are_ordered_by_number_then_name_and_those_without_version_come_last()
    {
        string[] paths = ["readme.sql", "10_b.sql", "2_z.sql", "10_a.sql", "001_y.sql", "0010_B.sql"];
        var files = paths.Select(path => MigrationFile.Read(SourceText.FromText(path, ""), path)).ToList();
        files.Sort(MigrationOrder.Compare);
        Assert.Equal(["001_y.sql", "2_z.sql", "0010_B.sql", "10_a.sql", "10_b.sql", "readme.sql"], files.Select(file => file.RelativePath));
    }
}
