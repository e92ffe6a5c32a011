using System.Text;

namespace SchemaBuild.PgQuery.Native;

/// <summary>Reads an answer of the parser straight from its memory.</summary>
internal delegate T AnswerReader<out T>(ReadOnlySpan<byte> answer);

/// <summary>Runs one operation over one text, whatever the text and the thread.</summary>
internal static unsafe class ParserCall
{
    /// <summary>More than this in or out, and the instance is not kept: its memory never shrinks.</summary>
    private const int LargeText = 1 << 20;

    /// <summary>Enough for any nesting that PostgreSQL's own limits let through.</summary>
    private const int LargeStack = 16 << 20;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static T Run<T>(NativeOperation operation, string sql, AnswerReader<T> read)
    {
        ArgumentNullException.ThrowIfNull(sql);
        byte[] utf8;
        try
        {
            utf8 = StrictUtf8.GetBytes(sql);
        }
        catch (EncoderFallbackException exception)
        {
            throw new PgQueryException(
                PgQueryError.InvalidEncoding,
                "The text holds half of a surrogate pair, which has no UTF-8 form.",
                Encoding.UTF8.GetByteCount(sql.AsSpan(0, exception.Index)));
        }
        return Run(operation, utf8, read);
    }

    public static T Run<T>(NativeOperation operation, ReadOnlySpan<byte> utf8, AnswerReader<T> read)
    {
        Validate(utf8);
        try
        {
            return RunHere(operation, utf8, read);
        }
        catch (PgQueryException exception) when (exception.Code == PgQueryError.StackDepth)
        {
            return RunOnLargeStack(operation, utf8, read);
        }
    }

    private static void Validate(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IndexOf((byte)0) is >= 0 and var nul)
            throw new PgQueryException(PgQueryError.NulByte, "The text holds a NUL character.", nul);

        if (!System.Text.Unicode.Utf8.IsValid(utf8))
        {
            var valid = 0;
            while (Rune.DecodeFromUtf8(utf8[valid..], out _, out var length) == System.Buffers.OperationStatus.Done)
                valid += length;
            throw new PgQueryException(PgQueryError.InvalidEncoding, "The text is not valid UTF-8.", valid);
        }
    }

    private static T RunHere<T>(NativeOperation operation, ReadOnlySpan<byte> utf8, AnswerReader<T> read)
    {
        var parser = ParserPool.Rent();
        var sound = false;
        try
        {
            NativeResult result;
            NativeStatus status;
            fixed (byte* text = utf8)
                status = NativeMethods.pgquery_run(parser, operation, text, (ulong)utf8.Length, &result);

            switch (status)
            {
                case NativeStatus.Ok:
                case NativeStatus.Refused:
                    try
                    {
                        if (status == NativeStatus.Refused)
                            throw Refusal(utf8, result);
                        return read(new ReadOnlySpan<byte>(result.Text, checked((int)result.Length)));
                    }
                    finally
                    {
                        sound = utf8.Length <= LargeText && result.Length <= LargeText
                            && NativeMethods.pgquery_release(parser) == NativeStatus.Ok;
                    }

                case NativeStatus.StackExhausted:
                    throw TooDeep();
                case NativeStatus.MemoryExhausted:
                    throw new PgQueryException(PgQueryError.OutOfMemory, "The text needs more memory than PostgreSQL's parser may have (1 GiB).");
                default:
                    throw new PgQueryException(PgQueryError.Trap, "PostgreSQL's parser failed on this text.");
            }
        }
        catch (InsufficientExecutionStackException)
        {
            throw TooDeep();
        }
        finally
        {
            if (sound)
                ParserPool.Return(parser);
            else
                parser.Dispose();
        }
    }

    private static T RunOnLargeStack<T>(NativeOperation operation, ReadOnlySpan<byte> utf8, AnswerReader<T> read)
    {
        fixed (byte* pinned = utf8)
        {
            var text = (nint)pinned;
            var length = utf8.Length;
            T result = default!;
            Exception? failure = null;
            var thread = new Thread(
                () =>
                {
                    try
                    {
                        result = RunHere(operation, new ReadOnlySpan<byte>((void*)text, length), read);
                    }
                    catch (PgQueryException exception)
                    {
                        failure = exception;
                    }
                },
                LargeStack);
            thread.Start();
            thread.Join();
            return failure is null ? result : throw failure;
        }
    }

    private static PgQueryException TooDeep() => new(PgQueryError.StackDepth, "The text is nested too deeply.");

    private static PgQueryException Refusal(ReadOnlySpan<byte> utf8, NativeResult result)
    {
        var message = Encoding.UTF8.GetString(result.Message, checked((int)result.MessageLength));
        return new PgQueryException(PgQueryError.Syntax, message, ByteOffset(utf8, result.Position - 1));
    }

    /// <summary>PostgreSQL counts characters, everything else here bytes.</summary>
    private static int ByteOffset(ReadOnlySpan<byte> utf8, int characters)
    {
        if (characters < 0)
            return -1;
        var offset = 0;
        while (offset < utf8.Length)
        {
            // Continuation bytes belong to the character before them.
            if ((utf8[offset] & 0xC0) != 0x80 && characters-- == 0)
                break;
            offset++;
        }
        return offset;
    }
}
