using System.Text;
using SchemaBuild.Analysis.Sources;

namespace SchemaBuild.Analysis.Tests.Sources;

public sealed class SourceTextTests
{
    /// <summary>Frozen for ever: history tables hold these. A change here breaks every database that was ever migrated.</summary>
    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("SELECT 1;\n", "b4e0497804e46e0a0b0b8c31975b062152d551bac49c3c2e80932567b4085dcd")]
    [InlineData("\uFEFFSELECT 1;\r\n", "b4e0497804e46e0a0b0b8c31975b062152d551bac49c3c2e80932567b4085dcd")]
    public void The_checksum_is_frozen(string text, string checksum) =>
        Assert.Equal(checksum, SourceText.FromText("1.sql", text).Checksum);

    [Fact]
    public void Byte_order_mark_and_line_ends_change_no_checksum()
    {
        const string Lf = "CREATE TABLE é (a int);\n\n-- 😀\n";
        byte[] marked = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Lf.Replace("\n", "\r\n", StringComparison.Ordinal))];
        Assert.Equal(SourceText.FromText("1.sql", Lf).Checksum, SourceText.Decode("1.sql", marked).Checksum);
    }

    [Fact]
    public void A_lone_carriage_return_stays() => Assert.Equal("a\rb\n", SourceText.FromText("1.sql", "a\rb\r\n").Text);

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x41, 0x00 }, 0, "UTF-16")]
    [InlineData(new byte[] { 0xFE, 0xFF, 0x00, 0x41 }, 0, "UTF-16")]
    [InlineData(new byte[] { 0x41, 0x0A, 0xE9, 0x41 }, 2, "0xE9")]
    [InlineData(new byte[] { 0x41, 0xE2, 0x82 }, 1, "0xE2")]
    [InlineData(new byte[] { 0x41, 0x00 }, 1, "NUL")]
    public void What_is_no_text_is_an_error_with_its_place(byte[] bytes, int offset, string says)
    {
        var source = SourceText.Decode("1.sql", bytes);
        Assert.NotNull(source.Error);
        Assert.Equal(offset, source.Error.Offset);
        Assert.Contains(says, source.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\nbc", 3, 2, 2)]
    [InlineData("😀x", 4, 1, 3)]
    [InlineData("e\u0301x", 3, 1, 3)]
    [InlineData("ä\nöü\nx", 6, 2, 3)]
    [InlineData("a\n", 2, 2, 1)]
    [InlineData("", 0, 1, 1)]
    [InlineData("ab", 99, 1, 3)]
    public void Columns_count_UTF_16_code_units(string text, int byteOffset, int line, int column) =>
        Assert.Equal(new LinePosition(line, column), SourceText.FromText("1.sql", text).PositionOf(byteOffset));

    [Fact]
    public void Character_indexes_cut_the_text_where_the_bytes_do()
    {
        var source = SourceText.FromText("1.sql", "ä😀\nöe\u0301x\n\nz😀z");
        for (int at = 0, character = 0; at <= source.Bytes.Length; at++)
        {
            if (at < source.Bytes.Length && (source.Bytes[at] & 0xC0) == 0x80) continue;
            Assert.Equal(character, source.CharIndexOf(at));
            if (at < source.Bytes.Length) character += (source.Bytes[at] & 0xF8) == 0xF0 ? 2 : 1;
        }
    }
}
