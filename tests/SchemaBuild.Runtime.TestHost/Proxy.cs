using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace SchemaBuild.Runtime.TestHost;

/// <summary>One message of the protocol. https://www.postgresql.org/docs/current/protocol-message-formats.html</summary>
/// <param name="Number">Counts the messages of all connections in both directions, from 1.</param>
/// <param name="Connection">On which connection, 1 for the first.</param>
/// <param name="FromClient">The direction.</param>
/// <param name="Type">Its first byte; <c>\0</c> for the one that starts a session.</param>
/// <param name="Text">Its body, each byte a character.</param>
public sealed record ProtocolMessage(int Number, int Connection, bool FromClient, char Type, string Text);

/// <summary>
/// Sits between a client and its server, sees every message and makes a fault before one of them is passed on: so every moment between the two can
/// be the last one, without a hook in the code under test.
/// </summary>
public sealed class Proxy : IAsyncDisposable
{
    private readonly NpgsqlConnectionStringBuilder _server;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly List<TcpClient> _clients = [];
    private readonly Task _accepting;
    private int _messages;

    public Proxy(NpgsqlConnectionStringBuilder server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>To the server, by way of this.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(_server.ConnectionString)
    {
        Host = "127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndpoint).Port, SslMode = SslMode.Disable, GssEncryptionMode = GssEncryptionMode.Disable, Pooling = false,
    }.ConnectionString;

    /// <summary>At which message to make the fault.</summary>
    public Func<ProtocolMessage, bool> At { get; set; } = _ => false;

    /// <summary>The fault.</summary>
    public Func<Task> Fault { get; set; } = () => Task.CompletedTask;

    /// <summary>Whether the fault itself breaks all connections and loses the message; otherwise the server is left to do so.</summary>
    public bool Breaks { get; set; } = true;

    /// <summary>How many messages have passed.</summary>
    public int Messages => _messages;

    /// <summary>Whether the fault was made, and at what.</summary>
    public ProtocolMessage? Hit { get; private set; }

    /// <summary>Sees every message that passes.</summary>
    public Action<ProtocolMessage>? Seen { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Break();
        try
        {
            await _accepting;
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task AcceptAsync()
    {
        var connection = 0;
        while (!_stop.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            var server = new TcpClient { NoDelay = true };
            client.NoDelay = true;
            try
            {
                await server.ConnectAsync(_server.Host!, _server.Port, _stop.Token);
            }
            catch (SocketException)
            {
                client.Dispose();
                continue;
            }

            lock (_clients)
                _clients.AddRange([client, server]);
            connection++;
            _ = PassAsync(client, server, connection, fromClient: true);
            _ = PassAsync(server, client, connection, fromClient: false);
        }
    }

    private async Task PassAsync(TcpClient from, TcpClient to, int connection, bool fromClient)
    {
        try
        {
            var (source, target) = (from.GetStream(), to.GetStream());
            var isFirst = fromClient;
            var head = new byte[5];
            while (true)
            {
                var prefix = isFirst ? 0 : 1;
                await source.ReadExactlyAsync(head.AsMemory(0, prefix + 4), _stop.Token);
                var body = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(prefix)) - 4];
                await source.ReadExactlyAsync(body, _stop.Token);
                await _gate.WaitAsync(_stop.Token);
                try
                {
                    var message = new ProtocolMessage(++_messages, connection, fromClient, isFirst ? '\0' : (char)head[0], Encoding.Latin1.GetString(body));
                    if (Hit is null && At(message))
                    {
                        Hit = message;
                        await Fault();
                        if (Breaks)
                        {
                            Break();
                            return;
                        }
                    }

                    Seen?.Invoke(message);
                    await target.WriteAsync(head.AsMemory(0, prefix + 4), _stop.Token);
                    await target.WriteAsync(body, _stop.Token);
                }
                finally
                {
                    _gate.Release();
                }

                isFirst = false;
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            from.Dispose();
            to.Dispose();
        }
    }

    private void Break()
    {
        lock (_clients)
        {
            foreach (var client in _clients)
                client.Dispose();
            _clients.Clear();
        }
    }
}
