using System.Net.Sockets;
using System.Text.Json.Serialization.Metadata;
using Halo.Protocol;
using Halo.Protocol.Cli;

namespace Halo.Cli.Connection;

/// <summary>Asks the manager over its unix socket (HTTP/1.1). A failure is a sentence, never an exception.</summary>
internal sealed class ManagerClient : IDisposable
{
    /// <summary>The longest path that a unix socket can have: <c>sun_path</c> of unix(7) without its final NUL.</summary>
    public const int MaximumPathBytes = 107;

    private readonly string _socket;
    private readonly HttpClient _http;

    /// <param name="socket">The socket's path, at most <see cref="MaximumPathBytes"/> long.</param>
    public ManagerClient(string socket)
    {
        _socket = socket;
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = ConnectAsync,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
        })
        {
            BaseAddress = new Uri("http://localhost"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>How long one exchange may take, connecting included.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The largest answer that is read. The status of ten thousand resources takes some 10 MB.</summary>
    public int MaximumAnswerBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>The clock that <see cref="Deadline"/> is measured with.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Asks for the state of the cluster.</summary>
    public Task<Reply<StatusAnswer>> StatusAsync(CancellationToken cancellation) =>
        GetAsync(ManagerRoutes.Status, HaloJson.Default.StatusAnswer, cancellation);

    public void Dispose() => _http.Dispose();

    private async Task<Reply<T>> GetAsync<T>(string route, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class
    {
        using var deadline = new CancellationTokenSource(Deadline, Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            using var answer = await _http.GetAsync(route, HttpCompletionOption.ResponseHeadersRead, either.Token);
            await answer.Content.LoadIntoBufferAsync(MaximumAnswerBytes, either.Token);
            var body = await answer.Content.ReadAsByteArrayAsync(either.Token);
            return AnswerReading.Read(_socket, answer.StatusCode, body, type);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Reply<T>.None(
                $"the manager on {_socket} has not answered within {Deadline.TotalSeconds:0.###} s; " +
                "look at \"systemctl status halo\" and \"journalctl -u halo\"");
        }
        catch (HttpRequestException e)
        {
            return Reply<T>.None(Describe(e));
        }
    }

    private string Describe(HttpRequestException e) => e switch
    {
        { InnerException: SocketException socket, HttpRequestError: HttpRequestError.ConnectionError } =>
            ConnectFailure.Describe(socket, _socket),
        { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
            $"the answer on {_socket} is larger than {MaximumAnswerBytes:N0} bytes, which no manager sends; " +
            "is it a manager that listens there?",
        { HttpRequestError: HttpRequestError.InvalidResponse } =>
            $"the answer on {_socket} is not HTTP; is it a manager that listens there?",
        _ => $"the manager on {_socket} closed the connection without an answer; it may be stopping: try again, " +
             "and look at \"systemctl status halo\" if this goes on",
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(_socket), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
