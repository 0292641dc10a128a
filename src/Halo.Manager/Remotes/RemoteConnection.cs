using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Serialization.Metadata;
using Halo.Protocol;
using Halo.Protocol.Remote;

namespace Halo.Manager.Remotes;

/// <summary>
/// One TCP connection to one remote, and never a second one: what was sent over it dies with it, and cannot turn up on a
/// later connection. HTTP/2, so that it carries any number of operations side by side.
/// </summary>
internal sealed class RemoteConnection : IDisposable
{
    private readonly HttpClient _client;
    private readonly SocketsHttpHandler _handler;
    private bool _used;

    private RemoteConnection(long number, IPAddress[] addresses, int port)
    {
        Number = number;
        _handler = new SocketsHttpHandler
        {
            ConnectCallback = (_, cancellation) => ConnectOnceAsync(addresses, port, cancellation),
            EnableMultipleHttp2Connections = false,
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
            ActivityHeadersPropagator = null,
        };
        _client = new HttpClient(_handler)
        {
            BaseAddress = new UriBuilder("http", "remote", port).Uri,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = 16 * 1024 * 1024,
        };
    }

    /// <summary>The connection's number; no two connections of a manager's life share one.</summary>
    public long Number { get; }

    /// <summary>Whether the TCP connection was established.</summary>
    public bool IsEstablished { get; private set; }

    /// <summary>Connects and asks who is there. Exactly one of the results is not null.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Every way in which a connection can fail is a fact about the path.")]
    public static async Task<(RemoteConnection? Connection, HelloAnswer? Hello, PathFailure? Failure)> OpenAsync(
        long number, string address, int port, TimeSpan deadline, CancellationToken cancellation)
    {
        var (addresses, noAddress) = await ResolveAsync(address, deadline, cancellation);
        if (noAddress is not null)
        {
            return (null, null, noAddress);
        }

        var connection = new RemoteConnection(number, addresses, port);
        try
        {
            using var limit = Deadline(deadline, cancellation);
            var hello = HelloReading.Of(await connection._client.GetByteArrayAsync(RemoteRoutes.Hello, limit.Token), out var why);
            if (hello is not null)
            {
                return (connection, hello, null);
            }

            connection.Dispose();
            return (null, null, PathFailure.NotARemote(why));
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            var failure = PathFailure.Of(e, connection.IsEstablished, deadline);
            connection.Dispose();
            return (null, null, failure);
        }
    }

    /// <summary>Connects and closes again: tells whether the host's kernel answers.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Every way in which a connection can fail is a fact about the path.")]
    public static async Task<PathFailure> KnockAsync(string address, int port, TimeSpan deadline, CancellationToken cancellation)
    {
        var (addresses, noAddress) = await ResolveAsync(address, deadline, cancellation);
        if (noAddress is not null)
        {
            return noAddress;
        }

        try
        {
            using var limit = Deadline(deadline, cancellation);
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(addresses, port, limit.Token);
            return new PathFailure(Engine.Inputs.PathAnswer.Mute, "it accepts connections and says nothing");
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            return PathFailure.Of(e, connected: false, deadline);
        }
    }

    /// <summary>GETs; throws what HttpClient throws, and <see cref="OperationCanceledException"/> at the deadline.</summary>
    public async Task<(T? Answer, ProtocolError? Error)> GetAsync<T>(
        string route, JsonTypeInfo<T> type, TimeSpan deadline, CancellationToken cancellation)
        where T : class
    {
        using var limit = Deadline(deadline, cancellation);
        using var response = await _client.GetAsync(route, limit.Token);
        return await ReadAsync(response, type, limit.Token);
    }

    /// <summary>POSTs; throws what HttpClient throws, and <see cref="OperationCanceledException"/> at the deadline.</summary>
    public async Task<(T? Answer, ProtocolError? Error)> PostAsync<TRequest, T>(
        string route,
        TRequest request,
        JsonTypeInfo<TRequest> requestType,
        JsonTypeInfo<T> type,
        TimeSpan deadline,
        CancellationToken cancellation)
        where T : class
    {
        using var limit = Deadline(deadline, cancellation);
        using var content = JsonContent.Create(request, requestType);
        using var response = await _client.PostAsync(route, content, limit.Token);
        return await ReadAsync(response, type, limit.Token);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _handler.Dispose();
    }

    private async ValueTask<Stream> ConnectOnceAsync(IPAddress[] addresses, int port, CancellationToken cancellation)
    {
        if (_used)
        {
            throw new IOException("the connection is gone");
        }

        _used = true;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellation);
            IsEstablished = true;
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Apart from connecting, because a name service that fails or hangs is no silence of the host (rule F1).</summary>
    private static async Task<(IPAddress[] Addresses, PathFailure? Failure)> ResolveAsync(
        string address, TimeSpan deadline, CancellationToken cancellation)
    {
        if (IPAddress.TryParse(address, out var literal))
        {
            return ([literal], null);
        }

        try
        {
            using var limit = Deadline(deadline, cancellation);
            return (await Dns.GetHostAddressesAsync(address, limit.Token).WaitAsync(limit.Token), null);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return ([], PathFailure.NoAddress(e.Message));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return ([], PathFailure.NoAddress($"no answer within {deadline.TotalSeconds:0.#} s"));
        }
    }

    private static async Task<(T? Answer, ProtocolError? Error)> ReadAsync<T>(
        HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class
    {
        if (response.IsSuccessStatusCode)
        {
            return (await response.Content.ReadFromJsonAsync(type, cancellation), null);
        }

        var error = await response.Content.ReadFromJsonAsync(HaloJson.Default.ProtocolError, cancellation);
        return (null, error);
    }

    private static CancellationTokenSource Deadline(TimeSpan deadline, CancellationToken cancellation)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        source.CancelAfter(deadline);
        return source;
    }
}
