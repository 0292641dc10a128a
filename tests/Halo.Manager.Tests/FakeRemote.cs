using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Halo.Protocol;
using Halo.Protocol.Remote;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Halo.Manager.Tests;

/// <summary>A remote that answers what a test tells it, over the real protocol on 127.0.0.1.</summary>
internal sealed class FakeRemote : IAsyncDisposable
{
    private readonly WebApplication _web;

    private FakeRemote(WebApplication web) => _web = web;

    public int Port => new Uri(_web.Urls.Single()).Port;

    /// <summary>What it answers; a handler that never returns makes the remote mute.</summary>
    public Func<string, CancellationToken, Task<object>> Answer { get; set; } = (_, _) => Task.FromResult<object>(Hello());

    public static HelloAnswer Hello(string instance = "i1") => new()
    {
        Version = "1",
        InstanceId = instance,
        BootId = "b1",
        UptimeSeconds = 1,
        LastSession = 0,
        InFlight = [],
    };

    public static async Task<FakeRemote> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
        var web = builder.Build();
        var remote = new FakeRemote(web);
        web.Run(remote.HandleAsync);
        await web.StartAsync();
        return remote;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _web.StopAsync(now.Token);
        await _web.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var answer = await Answer($"{context.Request.Method} {context.Request.Path}", context.RequestAborted);
        context.Response.StatusCode = answer is ProtocolError ? StatusCodes.Status409Conflict : StatusCodes.Status200OK;
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(
            context.Response.Body, answer, (JsonTypeInfo)HaloJson.Default.GetTypeInfo(answer.GetType())!, context.RequestAborted);
    }
}
