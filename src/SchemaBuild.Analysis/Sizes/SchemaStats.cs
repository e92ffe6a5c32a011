using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using SchemaBuild.Analysis.Sources;

namespace SchemaBuild.Analysis;

/// <summary>The file <c>schema-stats.json</c>: how large the tables are in production. <c>schema-lint stats</c> writes it.</summary>
public sealed class SchemaStats
{
    /// <summary>What the file is called; it is in the folder of the migrations.</summary>
    public const string FileName = "schema-stats.json";

    private const int Version = 1;

    private readonly FrozenDictionary<string, TableSize> _tables;

    private SchemaStats(IReadOnlyDictionary<string, TableSize> tables) => _tables = tables.ToFrozenDictionary(StringComparer.Ordinal);

    internal static SchemaStats None { get; } = new(new Dictionary<string, TableSize>());

    /// <summary>The table of this name, <c>schema.table</c>; null if the file does not have it.</summary>
    public TableSize? Find(string table) => _tables.GetValueOrDefault(table);

    /// <summary>The text of a file, tables in the order of their names.</summary>
    /// <param name="tables">By <c>schema.table</c>.</param>
    public static string Write(IReadOnlyDictionary<string, TableSize> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteStartObject("tables");
            foreach (var (name, size) in tables.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                json.WriteStartObject(name);
                json.WriteNumber("rows", size.Rows);
                if (size.Bytes is { } bytes) json.WriteNumber("bytes", bytes);
                if (size.WritesPerSecond is { } writes) json.WriteNumber("writesPerSecond", Math.Round(writes, 2));
                if (size.IsPublished) json.WriteBoolean("published", true);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    /// <exception cref="StatsException">It is not such a file.</exception>
    internal static SchemaStats Read(SourceText source)
    {
        if (source.Error is { } error) throw new StatsException(error.Offset, error.Message);
        var reader = new Reader(source.Bytes);
        try
        {
            return new SchemaStats(reader.Read());
        }
        catch (JsonException exception)
        {
            var reason = exception.Message.Split(" LineNumber:")[0].TrimEnd('.');
            throw new StatsException(reader.OffsetOf(exception), $"This is not JSON: {reason}");
        }
    }

    private ref struct Reader(byte[] utf8)
    {
        private Utf8JsonReader _json = new(utf8);

        public Dictionary<string, TableSize> Read()
        {
            var tables = new Dictionary<string, TableSize>();
            long? version = null;
            Next(JsonTokenType.StartObject, "an object");
            while (NextName() is { } name)
            {
                switch (name)
                {
                    case "version":
                        version = Integer(name);
                        if (version != Version) throw Fault($"This is version {version} of the format, and only version {Version} is known");
                        break;
                    case "tables":
                        ReadTables(tables);
                        break;
                    default:
                        throw Fault($"There is no \"{name}\" here, only \"version\" and \"tables\"");
                }
            }

            if (version is null) throw Fault($"\"version\" is missing: write \"version\": {Version}");
            return tables;
        }

        private void ReadTables(Dictionary<string, TableSize> tables)
        {
            Next(JsonTokenType.StartObject, "an object of tables");
            while (NextName() is { } name)
            {
                if (name.IndexOf('.') is var at && (at <= 0 || at == name.Length - 1)) throw Fault($"\"{name}\" is no table: write \"schema.table\"");
                var offset = (int)_json.TokenStartIndex;
                if (!tables.TryAdd(name, ReadTable(name, offset))) throw new StatsException(offset, $"{name} is there twice");
            }
        }

        private TableSize ReadTable(string table, int offset)
        {
            long? rows = null, bytes = null;
            double? writes = null;
            var published = false;
            Next(JsonTokenType.StartObject, $"an object that describes {table}");
            while (NextName() is { } name)
            {
                switch (name)
                {
                    case "rows":
                        rows = Integer(name);
                        break;
                    case "bytes":
                        bytes = Integer(name);
                        break;
                    case "writesPerSecond":
                        writes = Number(name);
                        break;
                    case "published":
                        _json.Read();
                        published = _json.TokenType is JsonTokenType.True or JsonTokenType.False ? _json.GetBoolean() : throw Fault("\"published\" is true or false");
                        break;
                    default:
                        throw Fault($"A table has no \"{name}\", only \"rows\", \"bytes\", \"writesPerSecond\" and \"published\"");
                }
            }

            return new TableSize(rows ?? throw new StatsException(offset, $"{table} has no \"rows\""), bytes, writes, published);
        }

        public readonly int OffsetOf(JsonException exception)
        {
            var offset = 0;
            for (var line = exception.LineNumber ?? 0; line > 0; line--)
            {
                var end = utf8.AsSpan(offset).IndexOf((byte)'\n');
                if (end < 0) break;
                offset += end + 1;
            }

            return offset + (int)(exception.BytePositionInLine ?? 0);
        }

        private string? NextName()
        {
            _json.Read();
            return _json.TokenType == JsonTokenType.PropertyName ? _json.GetString() : null;
        }

        private void Next(JsonTokenType type, string what)
        {
            _json.Read();
            if (_json.TokenType != type) throw Fault($"Here must be {what}");
        }

        private long Integer(string name)
        {
            _json.Read();
            return _json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out var value) && value >= 0 ? value : throw Fault($"\"{name}\" is a whole number, 0 or more");
        }

        private double Number(string name)
        {
            _json.Read();
            return _json.TokenType == JsonTokenType.Number && _json.TryGetDouble(out var value) && double.IsFinite(value) && value >= 0 ? value : throw Fault($"\"{name}\" is a number, 0 or more");
        }

        private readonly StatsException Fault(string message) => new((int)_json.TokenStartIndex, message);
    }

    /// <summary>412 million, 1.2 million, 35,000.</summary>
    internal static string Count(double number) => number switch
    {
        >= 1e9 => string.Create(CultureInfo.InvariantCulture, $"{number / 1e9:0.#} billion"),
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{number / 1e6:0.#} million"),
        >= 10 => string.Create(CultureInfo.InvariantCulture, $"{number:#,0}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{number:0.#}"),
    };

    internal static string Bytes(long bytes) => bytes switch
    {
        >= 1L << 40 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 40):0.#} TB"),
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.#} GB"),
        >= 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):0.#} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, bytes >> 10)} kB"),
    };
}

/// <summary>What is wrong with a file of sizes, and where.</summary>
internal sealed class StatsException(int offset, string message) : Exception(message)
{
    /// <summary>In bytes.</summary>
    public int Offset { get; } = offset;
}
