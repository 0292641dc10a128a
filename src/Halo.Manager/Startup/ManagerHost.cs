using System.Net.Sockets;
using Halo.Daemons;
using Halo.Engine.Configuration;
using Halo.Engine.Decisions;
using Halo.Engine.State;
using Halo.Manager.Events;
using Halo.Manager.Loop;
using Halo.Manager.Remotes;
using Halo.Manager.Requests;
using Halo.Protocol;
using Halo.Protocol.Cli;

namespace Halo.Manager.Startup;

/// <summary>The manager's parts, put together: the loop, the paths to the hosts, and the CLI's socket.</summary>
internal sealed class ManagerHost : IAsyncDisposable
{
    /// <summary>Room for <see cref="ManagerRoutes.MaximumIds"/> ids, in bytes.</summary>
    private const int MaximumRequestLine = 64 * 1024;

    /// <summary>Every <c>halo</c> has one; those that follow something keep it.</summary>
    private const int MaximumConnections = 256;

    private readonly WebApplication _web;
    private readonly ClusterLoop _loop;
    private readonly ClusterConfig _config;
    private readonly RemoteSettings _settings;
    private readonly ConnectionRegistry _connections = new();
    private readonly RemoteDriver _driver;
    private readonly ILogger _log;

    public ManagerHost(ManagerOptions options, ClusterConfig config, ManagerIdentity identity, TimeProvider clock)
    {
        _config = config;
        _web = BuildWeb(options);
        _log = _web.Services.GetRequiredService<ILogger<ManagerHost>>();
        var run = NewRunId();
        var start = ClusterState.AtStart(
            config, options.Manage ? OperatingMode.Manage : OperatingMode.Observe, HaloVersion.Text, run);
        _loop = new ClusterLoop(config, start, clock, _web.Services.GetRequiredService<ILogger<ClusterLoop>>());
        _web.Run(NewApi(run, clock).HandleAsync);
        _settings = new RemoteSettings
        {
            DefaultPort = options.RemotePort,
            ProbeInterval = config.Settings.DetectionInterval,
            Clock = clock,
            Now = _loop.Now,
            ManagerId = identity.Id,
            ManagerName = $"{Environment.MachineName} (pid {Environment.ProcessId})",
        };
        _driver = new RemoteDriver(config, _settings, _loop, _connections);
        if (identity.Trouble is { } trouble)
        {
            Log.IdentityNotKept(_log, ManagerIdentity.FileOf(options.StateFile), trouble);
        }
    }

    /// <summary>Begins to listen; from then on the CLI gets answers.</summary>
    public Task ListenAsync(CancellationToken cancellation) => _web.StartAsync(cancellation);

    /// <summary>Watches the cluster until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var work = Paths(stop.Token).Append(_loop.RunAsync(action => CarryOut(action, stop.Token), stop.Token)).ToList();

        // None of them ends by itself: the first that does has met a fault of ours, and half a manager is worse than none.
        var first = await Task.WhenAny(work);
        await stop.CancelAsync();
        await first;
        await Task.WhenAll(work);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(DaemonWeb.ShutdownTimeout);
        await _web.StopAsync(limit.Token);
        await _web.DisposeAsync();
    }

    /// <summary>Every path of every host; the first probes are spread over one interval.</summary>
    private IEnumerable<Task> Paths(CancellationToken cancellation)
    {
        for (var i = 0; i < _config.Hosts.Length; i++)
        {
            var host = _config.Hosts[i];
            var delay = _settings.ProbeInterval * i / _config.Hosts.Length;
            for (var path = 0; path < _config[host].Addresses.Length; path++)
            {
                yield return new RemotePath(host, path, _config[host], _settings, _loop, _connections).RunAsync(delay, cancellation);
            }
        }
    }

    private void CarryOut(ClusterAction action, CancellationToken cancellation) =>
        _ = Task.Run(() => _driver.DoAsync((RemoteAction)action, cancellation), cancellation);

    private ManagerApi NewApi(string run, TimeProvider clock) => new(
        new ObjectNames(_config),
        new RequestDesk(_config, _loop, _loop, run),
        new EventDesk(new RecentEvents(_loop), _loop, _loop),
        _loop,
        clock,
        _log,
        _web.Lifetime.ApplicationStopping);

    private static WebApplication BuildWeb(ManagerOptions options)
    {
        var builder = DaemonWeb.CreateBuilder(options.Verbosity);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = ManagerRoutes.MaximumRequestBytes;
            kestrel.Limits.MaxRequestLineSize = MaximumRequestLine;
            kestrel.Limits.MaxConcurrentConnections = MaximumConnections;
            // Not ListenUnixSocket, which refuses relative paths: they are the way out where an absolute one is too long.
            kestrel.Listen(new UnixDomainSocketEndPoint(options.Socket));
        });

        return builder.Build();
    }

    private static string NewRunId() => System.Security.Cryptography.RandomNumberGenerator.GetHexString(12, lowercase: true);
}
