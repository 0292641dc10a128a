using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using Halo.Protocol;
using Halo.Protocol.Remote;

namespace Halo.Remote.Tests;

/// <summary>Talks to a remote as a manager does: HTTP/2, one connection.</summary>
internal sealed class RemoteClient : IDisposable
{
    private readonly HttpClient _http;
    private HelloAnswer? _hello;

    internal RemoteClient(string endpoint) => _http = new HttpClient
    {
        BaseAddress = new Uri(endpoint),
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Timeout = TimeSpan.FromSeconds(60),
    };

    internal string InstanceId => _hello!.InstanceId;

    internal string BootId => _hello!.BootId;

    internal async Task<HelloAnswer> HelloAsync() =>
        _hello = await ReadAsync(await _http.GetAsync(RemoteRoutes.Hello), HaloJson.Default.HelloAnswer);

    internal async Task<HelloAnswer> OpenAsync(long session, string manager = "manager-1") =>
        await ReadAsync(await TryOpenAsync(session, manager), HaloJson.Default.HelloAnswer);

    internal Task<HttpResponseMessage> TryOpenAsync(long session, string manager = "manager-1") => _http.PostAsJsonAsync(
        RemoteRoutes.Session,
        new OpenSessionRequest
        {
            Session = session,
            InstanceId = InstanceId,
            BootId = BootId,
            ManagerId = manager,
            ManagerName = $"{manager} on mgmt",
        },
        HaloJson.Default.OpenSessionRequest);

    internal async Task<PingAnswer> PingAsync(long? session) => await ReadAsync(
        await _http.PostAsJsonAsync(RemoteRoutes.Ping, new PingRequest { Session = session }, HaloJson.Default.PingRequest),
        HaloJson.Default.PingAnswer);

    internal OperationRequest Request(AgentAction action, string script, string resource = "res0", long? session = null) => new()
    {
        Id = Guid.NewGuid().ToString(),
        InstanceId = InstanceId,
        BootId = BootId,
        Session = session,
        Resource = resource,
        Kind = "test/Any",
        Action = action,
        TimeoutMilliseconds = 30_000,
        Parameters = new() { ["do"] = script },
    };

    internal Task<HttpResponseMessage> PostAsync(OperationRequest request, CancellationToken cancellation = default) =>
        _http.PostAsJsonAsync(RemoteRoutes.Operations, request, HaloJson.Default.OperationRequest, cancellation);

    /// <summary>
    /// Whether a request has arrived, found out at once: its id with another resource is refused as used, and with a session
    /// that is not open it is refused otherwise.
    /// </summary>
    internal async Task<bool> HasArrivedAsync(OperationRequest request) =>
        (await PostAsync(request with { Resource = "other", Session = long.MaxValue })).StatusCode == HttpStatusCode.BadRequest;

    internal async Task<OperationAnswer> RunAsync(OperationRequest request) =>
        await ReadAsync(await PostAsync(request), HaloJson.Default.OperationAnswer);

    internal Task<OperationAnswer> MonitorAsync(string script, string resource = "res0") =>
        RunAsync(Request(AgentAction.Monitor, script, resource));

    internal Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(path);

    internal async Task<OperationAnswer> AskAsync(string id) =>
        await ReadAsync(await _http.GetAsync($"{RemoteRoutes.Operations}/{id}"), HaloJson.Default.OperationAnswer);

    internal Task<HttpResponseMessage> PostTextAsync(string path, string body) => _http.PostAsync(path, new StringContent(body));

    internal static async Task<ProtocolError> ErrorAsync(HttpStatusCode status, HttpResponseMessage response)
    {
        Assert.Equal(status, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync(HaloJson.Default.ProtocolError))!;
    }

    public void Dispose() => _http.Dispose();

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type)
    {
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync(type))!;
    }
}
