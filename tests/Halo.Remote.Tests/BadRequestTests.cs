using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Halo.Protocol;
using Halo.Protocol.Remote;

namespace Halo.Remote.Tests;

public sealed class BadRequestTests : IAsyncLifetime
{
    private readonly RemoteFolder _folder = new();
    private RunningRemote _remote = null!;

    private RemoteClient Client => _remote.Client;

    public async Task InitializeAsync() => _remote = await RunningRemote.StartAsync(_folder);

    public async Task DisposeAsync()
    {
        await _remote.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("id", "\"\"", "id must be")]
    [InlineData("id", "\"a/b\"", "id must be")]
    [InlineData("resource", "\"\"", "resource must be")]
    [InlineData("resource", "\"a\\u0000b\"", "resource must be")]
    [InlineData("kind", "\"../../../bin/sh\"", "kind is not PROVIDER/TYPE")]
    [InlineData("kind", "\"heartbeat/..\"", "kind is not PROVIDER/TYPE")]
    [InlineData("kind", "null", "see $.kind")]
    [InlineData("action", "\"demote\"", "see $.action")]
    [InlineData("action", "\"meta-data\"", "see $.action")]
    [InlineData("timeout_milliseconds", "0", "timeout_milliseconds must be")]
    [InlineData("timeout_milliseconds", "99999999999", "see $.timeout_milliseconds")]
    [InlineData("interval_milliseconds", "-1", "interval_milliseconds must be")]
    [InlineData("parameters", "{\"a=b\":\"c\"}", "a parameter's name must be of letters, digits, '_' and '-': 'a=b' is not")]
    [InlineData("parameters", "{\"\":\"c\"}", "a parameter's name must be")]
    [InlineData("parameters", "{\"a\":\"x\\u0000y\"}", "parameter a must be a text without NUL")]
    [InlineData("parameters", "{\"a\":null}", "parameter a must be a text without NUL")]
    [InlineData("parameters", "[]", "see $.parameters")]
    public async Task A_wrong_field_is_named(string field, string value, string message)
    {
        var body = JsonSerializer.SerializeToNode(
            Client.Request(AgentAction.Monitor, "exit 0"), HaloJson.Default.OperationRequest)!;
        body[field] = JsonNode.Parse(value);

        var error = await RefusedAsync(RemoteRoutes.Operations, body.ToJsonString());

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("not json")]
    [InlineData("{\"id\":\"a\"}")]
    public async Task What_is_not_a_request_is_refused_wherever_it_is_sent(string body)
    {
        foreach (var route in (string[])[RemoteRoutes.Operations, RemoteRoutes.Session])
        {
            _ = await RefusedAsync(route, body);
        }
    }

    [Fact]
    public async Task Missing_fields_are_named()
    {
        var error = await RefusedAsync(RemoteRoutes.Session, "{\"session\":1}");

        Assert.Equal("the body lacks required fields: instance_id, boot_id, manager_id, manager_name", error.Message);
    }

    [Fact]
    public async Task JSON_that_is_nested_too_deeply_is_refused() =>
        await RefusedAsync(RemoteRoutes.Ping, string.Concat(Enumerable.Repeat("[", 5000)));

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        var response = await Client.PostAsync(
            Client.Request(AgentAction.Monitor, new string('x', RemoteRoutes.MaximumRequestBytes)));

        Assert.Equal(ErrorCodes.TooLarge, (await RemoteClient.ErrorAsync(HttpStatusCode.RequestEntityTooLarge, response)).Code);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/nothing")]
    [InlineData("/session")]
    [InlineData("/operations")]
    [InlineData("/hello/..%2f..%2fetc")]
    public async Task An_unknown_route_is_answered_with_the_known_ones(string path)
    {
        var error = await RemoteClient.ErrorAsync(HttpStatusCode.NotFound, await Client.GetAsync(path));

        Assert.Equal(ErrorCodes.NotFound, error.Code);
        Assert.Contains("GET /hello", error.Message, StringComparison.Ordinal);
    }

    private async Task<ProtocolError> RefusedAsync(string route, string body)
    {
        var error = await RemoteClient.ErrorAsync(HttpStatusCode.BadRequest, await Client.PostTextAsync(route, body));
        Assert.Equal(ErrorCodes.BadRequest, error.Code);
        return error;
    }
}
