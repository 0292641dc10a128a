using System.Net;
using Halo.Agents.Processes;
using Halo.Remote.Startup;

namespace Halo.Remote.Tests;

/// <summary>A remote inside the test, with its client. A second one on the same folder is its successor.</summary>
internal sealed class RunningRemote : IAsyncDisposable
{
    private readonly RemoteServer _server;
    private bool _ended;

    private RunningRemote(RemoteServer server)
    {
        _server = server;
        Client = NewClient();
    }

    internal RemoteClient Client { get; }

    internal static async Task<RunningRemote> StartAsync(
        RemoteFolder folder, TimeProvider? time = null, IProcessTable? processes = null)
    {
        var options = new RemoteOptions
        {
            Port = 0,
            Networks = [],
            OcfRoot = folder.OcfRoot,
            RuntimeDirectory = folder.RuntimeDirectory,
        };
        (var server, var fault) = await RemoteServer.StartAsync(
            options, [IPAddress.Loopback], time ?? TimeProvider.System, processes ?? new ProcessTable());
        Assert.True(server is not null, fault?.Message);
        var remote = new RunningRemote(server);
        _ = await remote.Client.HelloAsync();
        return remote;
    }

    /// <summary>Another connection.</summary>
    internal RemoteClient NewClient() => new(_server.Endpoints.Single());

    /// <summary>Ends the remote and leaves the client, which may still read what the remote said last.</summary>
    internal async Task EndAsync()
    {
        _ended = true;
        await _server.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_ended)
        {
            await EndAsync();
        }

        Client.Dispose();
    }
}
