namespace SchemaBuild.PgQuery;

/// <summary>A token of PostgreSQL's scanner.</summary>
/// <param name="Start">Byte offset from 0 of its first byte in the UTF-8 text.</param>
/// <param name="End">Byte offset behind its last byte.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Keyword">How reserved the keyword is; <see cref="KeywordKind.None"/> for other tokens.</param>
public readonly record struct ScanToken(int Start, int End, ScanTokenKind Kind, KeywordKind Keyword);

/// <summary>Kinds of tokens.</summary>
public enum ScanTokenKind
{
    /// <summary>A name, quoted or not.</summary>
    Identifier,

    /// <summary>A name with Unicode escapes: <c>U&amp;"…"</c>.</summary>
    UnicodeIdentifier,

    /// <summary>A keyword; <see cref="ScanToken.Keyword"/> says whether it can also be a name.</summary>
    Keyword,

    /// <summary>A string: <c>'…'</c>, <c>E'…'</c> or <c>$tag$…$tag$</c>.</summary>
    StringConstant,

    /// <summary>A string with Unicode escapes: <c>U&amp;'…'</c>.</summary>
    UnicodeStringConstant,

    /// <summary>A bit string: <c>B'…'</c>.</summary>
    BitStringConstant,

    /// <summary>A bit string in hexadecimal: <c>X'…'</c>.</summary>
    HexStringConstant,

    /// <summary>A whole number of at most 32 bits.</summary>
    IntegerConstant,

    /// <summary>Any other number.</summary>
    NumericConstant,

    /// <summary>A parameter: <c>$1</c>.</summary>
    Parameter,

    /// <summary>An operator of more than one character, or of one that has no meaning of its own in the grammar.</summary>
    Operator,

    /// <summary>A single character that the grammar names itself: <c>; ( ) , . [ ] : + - * / % ^ &lt; &gt; =</c>.</summary>
    Punctuation,

    /// <summary>A comment from <c>--</c> to the end of the line.</summary>
    LineComment,

    /// <summary>A comment between <c>/*</c> and <c>*/</c>.</summary>
    BlockComment,
}

/// <summary>How reserved a keyword is, as in appendix C of PostgreSQL's manual.</summary>
public enum KeywordKind
{
    /// <summary>Not a keyword.</summary>
    None,

    /// <summary>Can be any name.</summary>
    Unreserved,

    /// <summary>Can name a column or a table, but not a function or a type.</summary>
    ColumnName,

    /// <summary>Can name a function or a type, but not a column or a table.</summary>
    TypeOrFunctionName,

    /// <summary>Can be no name unless quoted.</summary>
    Reserved,
}
