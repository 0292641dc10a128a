using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
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
    private readonly bool _isTls;
    private Stream? _unused;

    private RemoteConnection(long number, Stream stream)
    {
        Number = number;
        _unused = stream;
        _isTls = stream is SslStream;
        _handler = new SocketsHttpHandler
        {
            ConnectCallback = (_, _) => ValueTask.FromResult(UseOnce()),
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
            BaseAddress = new Uri(_isTls ? "https://remote" : "http://remote"),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = 16 * 1024 * 1024,
        };
    }

    /// <summary>The connection's number; no two connections of a manager's life share one.</summary>
    public long Number { get; }

    /// <summary>Connects and asks who is there. Exactly one of the results is not null.</summary>
    public static async Task<(RemoteConnection? Connection, HelloAnswer? Hello, PathFailure? Failure)> OpenAsync(
        long number, RemoteEndpoint remote, TimeSpan deadline, CancellationToken cancellation)
    {
        var (plain, failure) = await ConnectAsync(remote, deadline, cancellation);
        var stream = plain;
        if (plain is not null && remote.Tls is { } tls)
        {
            (stream, failure) = await tls.SecureAsync(plain, remote.HostName, deadline, cancellation);
        }

        if (stream is null)
        {
            return (null, null, failure);
        }

        var connection = new RemoteConnection(number, stream);
        (var hello, failure) = await connection.GreetAsync(deadline, cancellation);
        if (hello is not null)
        {
            return (connection, hello, null);
        }

        connection.Dispose();
        return (null, null, failure);
    }

    /// <summary>Connects and closes again: tells whether the host's kernel answers.</summary>
    public static async Task<PathFailure> KnockAsync(RemoteEndpoint remote, TimeSpan deadline, CancellationToken cancellation)
    {
        var (stream, failure) = await ConnectAsync(remote, deadline, cancellation);
        if (stream is null)
        {
            return failure!;
        }

        await stream.DisposeAsync();
        return new PathFailure(Engine.Inputs.PathAnswer.Mute, "it accepts connections and says nothing");
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
        Interlocked.Exchange(ref _unused, null)?.Dispose();
    }

    private Stream UseOnce() => Interlocked.Exchange(ref _unused, null) ?? throw new IOException("the connection is gone");

    [SuppressMessage("Design", "CA1031", Justification = "Every way in which a connection can fail is a fact about the path.")]
    private async Task<(HelloAnswer? Hello, PathFailure? Failure)> GreetAsync(TimeSpan deadline, CancellationToken cancellation)
    {
        try
        {
            using var limit = Deadline(deadline, cancellation);
            using var response = await _client.GetAsync(RemoteRoutes.Hello, limit.Token);
            var body = await response.Content.ReadAsByteArrayAsync(limit.Token);
            if (response.StatusCode == HttpStatusCode.Forbidden && HelloReading.RefusalIn(body) is { } refusal)
            {
                return (null, PathFailure.RefusedByRemote(refusal));
            }

            response.EnsureSuccessStatusCode();
            return HelloReading.Of(body, out var why) is { } hello ? (hello, null) : (null, PathFailure.NotARemote(why));
        }
        catch (Exception e)
        {
            cancellation.ThrowIfCancellationRequested();
            return (null, _isTls ? PathFailure.OfTls(e, deadline) : PathFailure.Of(e, connected: true, deadline));
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Every way in which a connection can fail is a fact about the path.")]
    private static async Task<(Stream? Stream, PathFailure? Failure)> ConnectAsync(
        RemoteEndpoint remote, TimeSpan deadline, CancellationToken cancellation)
    {
        var (addresses, noAddress) = await ResolveAsync(remote.Address, deadline, cancellation);
        if (noAddress is not null)
        {
            return (null, noAddress);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var limit = Deadline(deadline, cancellation);
            await socket.ConnectAsync(addresses, remote.Port, limit.Token);
            return (new NetworkStream(socket, ownsSocket: true), null);
        }
        catch (Exception e)
        {
            socket.Dispose();
            cancellation.ThrowIfCancellationRequested();
            return (null, PathFailure.Of(e, connected: false, deadline));
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
