using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Halo.Agents.Fencing;
using Halo.CommandLine;
using Halo.Daemons;
using Halo.Engine.Decisions;
using Halo.Engine.Inputs;
using Halo.Engine.State;
using Halo.Manager.Events;
using Halo.Manager.Fencing;
using Halo.Manager.Requests;
using Halo.Protocol;
using Halo.Protocol.Cli;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Halo.Manager.Tests;

/// <summary>The routes as the CLI reaches them: over a unix socket.</summary>
public sealed class ManagerApiTests : IAsyncLifetime, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("halo-api-");
    private readonly HandMadeSnapshots _snapshots = new();
    private readonly WebApplication _web;
    private readonly HttpClient _http;

    public ManagerApiTests()
    {
        var path = Path.Combine(_folder.FullName, "socket");
        var builder = DaemonWeb.CreateBuilder(Verbosity.Error);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = 4096;
            kestrel.Listen(new UnixDomainSocketEndPoint(path));
        });
        _web = builder.Build();
        var api = new ManagerApi(
            new ObjectNames(HandMadeSnapshots.Config),
            new RequestDesk(HandMadeSnapshots.Config, _snapshots, _snapshots, "run"),
            new EventDesk(_snapshots, _snapshots),
            _snapshots,
            new AgentWatch(HandMadeSnapshots.Config, new FencePath(_folder.FullName), TimeProvider.System, NullLogger.Instance),
            TimeProvider.System,
            NullLogger.Instance,
            _web.Lifetime.ApplicationStopping);
        _web.Run(api.HandleAsync);
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        })
        {
            BaseAddress = new Uri("http://localhost"),
            Timeout = TimeSpan.FromSeconds(30),
        };
    }

    public Task InitializeAsync() => _web.StartAsync();

    public void Dispose() => _http.Dispose();

    public async Task DisposeAsync()
    {
        await _web.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(string route, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri(route, UriKind.Relative), content);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<(HttpStatusCode Status, string Body)> GetAsync(string route)
    {
        using var answer = await _http.GetAsync(new Uri(route, UriKind.Relative));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static string MessageOf(string body) => JsonSerializer.Deserialize(body, HaloJson.Default.ProtocolError)!.Message;

    [Fact]
    public async Task Asks_in_the_name_of_the_user_at_the_other_end_and_answers_with_the_requests()
    {
        (var status, var body) = await PostAsync(
            "/requests", """{"verb": "fence", "objects": ["oss01", "mds00"], "force": true, "reason": "new DIMM", "sudo_user": "alice"}""");

        var answer = JsonSerializer.Deserialize(body, HaloJson.Default.AskAnswer)!;
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            [("oss01", "fence", RequestProgress.Pending), ("mds00", "fence", RequestProgress.Pending)],
            answer.Requests.Select(r => (r.Object, r.Verb, r.Stage)));
        var asked = _snapshots.Told.OfType<AdministratorAsked>().First();
        Assert.Matches(@"^alice \(sudo .+\)$", asked.Mark.By);
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d$", asked.Mark.At);
        Assert.Equal(("new DIMM", true), (asked.Mark.Why, asked.Force));
    }

    [Fact]
    public async Task Asks_about_the_power_of_all_hosts_where_none_is_named()
    {
        (_, var body) = await PostAsync("/requests", """{"verb": "power-status", "objects": []}""");

        Assert.Equal(
            ["oss00", "oss01", "mds00", "mds01"],
            JsonSerializer.Deserialize(body, HaloJson.Default.AskAnswer)!.Requests.Select(r => r.Object));
    }

    [Theory]
    [InlineData("""{"verb": "explode", "objects": ["oss01"]}""", "there is no such verb; the verbs are manage, unmanage, activate, deactivate, fence, reset, failback, cleanup, power-on, power-status")]
    [InlineData("""{"verb": "fence", "objects": []}""", "no object is named; nothing was done")]
    [InlineData("""{"verb": "fence", "objects": [null]}""", "null is not an object's name")]
    [InlineData("""{"verb": "reset", "objects": ["oss01"], "force": true}""", "force goes with fence only")]
    [InlineData("""{"verb": "fence", "objects": ["oss01"], "forse": true}""", "the body has a field that this route does not know: $.forse")]
    [InlineData("""{"verb": "fence"}""", "the body lacks required fields: objects")]
    [InlineData("""{"verb": "fence", "objects": "oss01"}""", "the body is not the JSON that this route takes: see $.objects, line 1, byte 37")]
    [InlineData("""{"verb": "fence", "objects": ["oss01"], "reason": "a\u0007"}""", "the reason has control characters in it; leave them out")]
    [InlineData("""{"verb": "fence", "objects": ["oss01"], "sudo_user": "\u001b[31m"}""", "SUDO_USER has control characters in it; unset it")]
    [InlineData("", "the body is not the JSON that this route takes: see $, line 1, byte 1")]
    public async Task Refuses_a_request_that_is_not_one_and_does_nothing(string body, string sentence)
    {
        (var status, var answer) = await PostAsync("/requests", body);

        Assert.Equal((HttpStatusCode.BadRequest, sentence), (status, MessageOf(answer)));
        Assert.Empty(_snapshots.Told);
    }

    [Fact]
    public async Task Does_nothing_for_any_object_where_one_name_is_unknown()
    {
        (var status, var body) = await PostAsync("/requests", """{"verb": "fence", "objects": ["oss00", "oss11"]}""");

        Assert.Equal((HttpStatusCode.NotFound, "there is no host oss11 (did you mean oss01?); nothing was done"), (status, MessageOf(body)));
        Assert.Empty(_snapshots.Told);
    }

    [Fact]
    public async Task Refuses_a_body_that_is_too_large()
    {
        (var status, var body) = await PostAsync("/requests", $$"""{"verb": "fence", "objects": ["{{new string('x', 5000)}}"]}""");

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "the body is larger than 4096 bytes"), (status, MessageOf(body)));
    }

    [Fact]
    public async Task Tells_what_became_of_requests()
    {
        (_, var first) = await PostAsync("/requests", """{"verb": "fence", "objects": ["oss01"]}""");
        var id = JsonSerializer.Deserialize(first, HaloJson.Default.AskAnswer)!.Requests[0].Id;
        _snapshots.End(id, RequestStage.Done, "verified off");

        (_, var body) = await GetAsync($"/requests?ids={id},run-0-77&wait=10");

        Assert.Equal(
            [(RequestProgress.Done, "verified off"), (RequestProgress.NoLongerKnown, "the manager no longer knows it")],
            JsonSerializer.Deserialize(body, HaloJson.Default.AskAnswer)!.Requests.Select(r => (r.Stage, r.Text)));
    }

    [Theory]
    [InlineData("/requests", "ids takes 1 to 500 ids, separated by commas")]
    [InlineData("/requests?ids=", "ids takes 1 to 500 ids, separated by commas")]
    [InlineData("/requests?ids=a&wait=11", "wait takes a whole number from 0 to 10")]
    [InlineData("/requests?ids=a&wait=-1", "wait takes a whole number from 0 to 10")]
    [InlineData("/requests?ids=a&ids=b", "the query of this route takes ids, seen, wait, each once")]
    [InlineData("/requests?id=a", "the query of this route takes ids, seen, wait, each once")]
    [InlineData("/events?after=x", "after takes a whole number from 0 to 9223372036854775807")]
    [InlineData("/events?newest=10001", "newest takes a whole number from 0 to 10000")]
    [InlineData("/events?wait=x", "wait takes a whole number from 0 to 10")]
    public async Task Refuses_a_query_that_it_does_not_understand(string route, string sentence)
    {
        (var status, var body) = await GetAsync(route);

        Assert.Equal((HttpStatusCode.BadRequest, sentence), (status, MessageOf(body)));
    }

    [Fact]
    public async Task Shows_and_clears_events()
    {
        _snapshots.Happen(EventKind.Start, "ost0");
        _snapshots.OnInput = (snapshots, input) => snapshots.Happen(EventKind.Clear, ((ClearAsked)input).Why);

        (_, var before) = await GetAsync("/events");
        (var status, _) = await PostAsync("/events/clear", """{"reason": "all read"}""");
        (_, var after) = await GetAsync("/events?after=1");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("start", Assert.Single(JsonSerializer.Deserialize(before, HaloJson.Default.EventsAnswer)!.Events).Event);
        Assert.Equal("all read", Assert.Single(JsonSerializer.Deserialize(after, HaloJson.Default.EventsAnswer)!.Events).Object);
    }

    [Fact]
    public async Task Still_answers_with_the_status()
    {
        (_, var body) = await GetAsync("/status");

        Assert.Equal(4, JsonSerializer.Deserialize(body, HaloJson.Default.StatusAnswer)!.Hosts.Length);
    }

    [Fact]
    public async Task Names_its_routes_where_there_is_none()
    {
        (var status, var body) = await GetAsync("/stauts");

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.StartsWith("there is no GET /stauts here; the routes are GET /status, ", MessageOf(body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Does_not_hold_an_answer_back_when_the_manager_ends()
    {
        (_, var first) = await PostAsync("/requests", """{"verb": "fence", "objects": ["oss01"]}""");
        var answer = JsonSerializer.Deserialize(first, HaloJson.Default.AskAnswer)!;
        var looks = _snapshots.Looks;

        var next = GetAsync($"/requests?ids={answer.Requests[0].Id}&seen={answer.Seen}&wait=10");
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (_snapshots.Looks == looks)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), deadline.Token);
        }

        await _web.StopAsync();

        Assert.Equal(HttpStatusCode.OK, (await next).Status);
    }
}
