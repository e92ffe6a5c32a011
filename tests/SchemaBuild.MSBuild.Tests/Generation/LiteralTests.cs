using SchemaBuild.MSBuild.Generation;

namespace SchemaBuild.MSBuild.Tests.Generation;

public sealed class LiteralTests
{
    [Fact]
    public void A_literal_escapes_what_would_end_it_or_its_line()
    {
        Assert.Equal("\"a\\\"b\\\\c\\n\\u000d\\u2028\\u0085é{0}%\"", Literal.Of("a\"b\\c\n\r\u2028\u0085é{0}%"));
        Assert.Equal("\"\\ud83d\\ude00\"", Literal.Of("😀"));
    }

    [Fact]
    public void A_comment_stays_on_its_line_and_is_xml()
    {
        Assert.Equal("a &lt;b&gt; &amp; c  d", Literal.InComment(" a <b> & c\r\nd\uFFFF\u2029"));
    }
}
