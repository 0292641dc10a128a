using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Halo.Protocol;
using Halo.Protocol.Cli;

namespace Halo.Cli.Connection;

/// <summary>Asks the manager over its unix socket (HTTP/1.1). A failure is a sentence, never an exception.</summary>
internal sealed class ManagerClient : IDisposable
{
    /// <summary>The longest path that a unix socket can have: <c>sun_path</c> of unix(7) without its final NUL.</summary>
    public const int MaximumPathBytes = 107;

    private static readonly string Wait = string.Create(CultureInfo.InvariantCulture, $"wait={ManagerRoutes.MaximumWait.TotalSeconds:0}");

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

    /// <summary>How long one exchange may take, connecting included, where the manager answers at once.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The same where the manager may hold its answer back.</summary>
    private TimeSpan LongDeadline => Deadline + ManagerRoutes.MaximumWait;

    /// <summary>The largest answer that is read. The status of ten thousand resources takes some 10 MB.</summary>
    public int MaximumAnswerBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>The clock that <see cref="Deadline"/> is measured with.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Asks for the state of the cluster.</summary>
    public Task<Reply<StatusAnswer>> StatusAsync(CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, ManagerRoutes.Status, null, HaloJson.Default.StatusAnswer, Deadline, cancellation);

    /// <summary>Asks for something to be done.</summary>
    public Task<Reply<AskAnswer>> AskAsync(AskRequest request, CancellationToken cancellation) => SendAsync(
        HttpMethod.Post,
        ManagerRoutes.Requests,
        Body(request, HaloJson.Default.AskRequest),
        HaloJson.Default.AskAnswer,
        LongDeadline,
        cancellation);

    /// <summary>Asks what became of requests, as soon as that is not what <paramref name="seen"/> stands for.</summary>
    public Task<Reply<AskAnswer>> LookAsync(IEnumerable<string> ids, string? seen, CancellationToken cancellation)
    {
        var known = seen is null ? "" : $"&seen={Uri.EscapeDataString(seen)}";
        var query = $"?ids={string.Join(',', ids.Select(Uri.EscapeDataString))}{known}&{Wait}";
        return SendAsync(
            HttpMethod.Get, ManagerRoutes.Requests + query, null, HaloJson.Default.AskAnswer, LongDeadline, cancellation);
    }

    /// <summary>Asks for the newest events.</summary>
    public Task<Reply<EventsAnswer>> EventsAsync(int newest, CancellationToken cancellation) => SendAsync(
        HttpMethod.Get,
        string.Create(CultureInfo.InvariantCulture, $"{ManagerRoutes.Events}?newest={newest}"),
        null,
        HaloJson.Default.EventsAnswer,
        Deadline,
        cancellation);

    /// <summary>Asks for the events after one, as soon as there are any.</summary>
    public Task<Reply<EventsAnswer>> EventsAfterAsync(long last, CancellationToken cancellation) => SendAsync(
        HttpMethod.Get,
        string.Create(CultureInfo.InvariantCulture, $"{ManagerRoutes.Events}?after={last}&{Wait}"),
        null,
        HaloJson.Default.EventsAnswer,
        LongDeadline,
        cancellation);

    /// <summary>Has the list of events begun anew.</summary>
    public Task<Reply<EventsAnswer>> ClearEventsAsync(ClearRequest request, CancellationToken cancellation) => SendAsync(
        HttpMethod.Post,
        ManagerRoutes.ClearEvents,
        Body(request, HaloJson.Default.ClearRequest),
        HaloJson.Default.EventsAnswer,
        LongDeadline,
        cancellation);

    public void Dispose() => _http.Dispose();

    private static ByteArrayContent Body<T>(T value, JsonTypeInfo<T> type) => new(JsonSerializer.SerializeToUtf8Bytes(value, type))
    {
        Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
    };

    private async Task<Reply<T>> SendAsync<T>(
        HttpMethod method, string route, HttpContent? content, JsonTypeInfo<T> type, TimeSpan within, CancellationToken cancellation)
        where T : class
    {
        using var deadline = new CancellationTokenSource(within, Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            using var request = new HttpRequestMessage(method, route) { Content = content };
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            await answer.Content.LoadIntoBufferAsync(MaximumAnswerBytes, either.Token);
            var body = await answer.Content.ReadAsByteArrayAsync(either.Token);
            return AnswerReading.Read(_socket, answer.StatusCode, body, type);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Reply<T>.None(
                $"the manager on {_socket} has not answered within {within.TotalSeconds:0.###} s; " +
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
