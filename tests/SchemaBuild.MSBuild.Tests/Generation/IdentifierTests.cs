using SchemaBuild.MSBuild.Generation;

namespace SchemaBuild.MSBuild.Tests.Generation;

public sealed class IdentifierTests
{
    [Theory]
    [InlineData("create_users_table", "V001_CreateUsersTable")]
    [InlineData("add-2fa.to users", "V001_Add2faToUsers")]
    [InlineData("2fa", "V001_2fa")]
    [InlineData("class", "V001_Class")]
    [InlineData("größe_ändern", "V001_GrößeÄndern")]
    [InlineData("日本語", "V001_日本語")]
    [InlineData("😀", "V001")]
    [InlineData("__", "V001")]
    [InlineData("", "V001")]
    public void Any_file_name_gives_an_identifier(string name, string expected)
    {
        Assert.Equal(expected, Identifier.OfMigration("001", name));
        Assert.True(Identifier.IsValid(expected));
    }

    [Theory]
    [InlineData("Shop", "Shop")]
    [InlineData("my-app.2.event", "my_app._2.@event")]
    [InlineData("", "")]
    public void Any_project_name_gives_a_namespace(string rootNamespace, string expected) => Assert.Equal(expected, Identifier.SafeNamespace(rootNamespace));

    [Theory]
    [InlineData("")]
    [InlineData("2nd")]
    [InlineData("a-b")]
    public void Not_every_text_is_an_identifier(string text) => Assert.False(Identifier.IsValid(text));
}
