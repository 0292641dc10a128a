using System.Net.Sockets;
using Halo.Agents.Fencing;
using Halo.Agents.Processes;
using Halo.Daemons;
using Halo.Daemons.Tls;
using Halo.Engine.Configuration;
using Halo.Engine.Decisions;
using Halo.Engine.Inputs;
using Halo.Engine.State;
using Halo.Manager.Events;
using Halo.Manager.Fencing;
using Halo.Manager.Loop;
using Halo.Manager.Remotes;
using Halo.Manager.Requests;
using Halo.Manager.StateLog;
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
    private readonly StateLogFile _stateLog;
    private readonly ClusterLoop _loop;
    private readonly ClusterConfig _config;
    private readonly CurrentTlsIdentity? _certificates;
    private readonly RemoteSettings _settings;
    private readonly ConnectionRegistry _connections = new();
    private readonly RemoteDriver _driver;
    private readonly FenceDriver _fencing;
    private readonly AgentWatch _agents;
    private readonly ImmutableDictionary<HostRef, ImmutableArray<RemotePath>> _paths;
    private readonly ILogger _log;

    // What an action met that it cannot have met: what can be expected comes back as an input.
    private readonly TaskCompletionSource _fault = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ManagerHost(
        ManagerOptions options,
        ClusterConfig config,
        ManagerIdentity identity,
        TlsIdentity? tls,
        StateLogContent recorded,
        TimeProvider clock)
    {
        _config = config;
        _web = BuildWeb(options);
        _log = _web.Services.GetRequiredService<ILogger<ManagerHost>>();
        var run = NewRunId();
        var start = ClusterState.AtStart(
            config, options.Manage ? OperatingMode.Manage : OperatingMode.Observe, HaloVersion.Text, run, recorded.Past);
        _stateLog = new StateLogFile(
            new AppendFile(options.StateFile, recorded.Left),
            recorded.Replay,
            options.StateFile,
            clock,
            _web.Services.GetRequiredService<ILogger<StateLogFile>>());
        _loop = new ClusterLoop(
            config, start, recorded.History, _stateLog, clock, _web.Services.GetRequiredService<ILogger<ClusterLoop>>());
        var directories = new FencePath(options.FenceDirectories);
        _agents = new AgentWatch(config, directories, clock, _log);
        _web.Run(NewApi(run, clock).HandleAsync);
        _certificates = tls is null ? null : new CurrentTlsIdentity(options.Tls!, tls, _log, clock);
        _settings = new RemoteSettings
        {
            Tls = _certificates is null ? null : new RemoteTls(_certificates, clock),
            DefaultPort = options.RemotePort,
            ProbeInterval = config.Settings.DetectionInterval,
            Clock = clock,
            Now = _loop.Now,
            ManagerId = identity.Id,
            ManagerName = $"{Environment.MachineName} (pid {Environment.ProcessId})",
        };
        _driver = new RemoteDriver(config, _settings, _loop, _connections);
        _fencing = new FenceDriver(config, new FenceAgents(directories, new ProcessRunner(clock, new ProcessTable()), clock), _loop);
        _paths = config.Hosts.ToImmutableDictionary(host => host, PathsOf);
        if (identity.Trouble is { } trouble)
        {
            Log.IdentityNotKept(_log, ManagerIdentity.FileOf(options.StateFile), trouble);
        }

        foreach (var problem in recorded.Past.Problems.Concat(start.Orphans))
        {
            Log.StateLogProblem(_log, options.StateFile, problem);
        }
    }

    /// <summary>Begins to listen; from then on the CLI gets answers.</summary>
    public Task ListenAsync(CancellationToken cancellation) => _web.StartAsync(cancellation);

    /// <summary>Watches the cluster until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var stopWriting = new CancellationTokenSource();
        var writing = _stateLog.RunAsync(stopWriting.Token);
        using var ended = stop.Token.Register(() => _fault.TrySetResult());
        var work = Watchers(stop.Token).Append(_loop.RunAsync(action => CarryOut(action, stop.Token), stop.Token)).Append(_fault.Task).ToList();

        // None of them ends by itself: the first that does has met a fault of ours, and half a manager is worse than none.
        var first = await Task.WhenAny(work.Append(writing));
        await stop.CancelAsync();
        await first;
        await Task.WhenAll(work);

        // Last, so that it writes the loop's last events.
        await stopWriting.CancelAsync();
        await writing;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(DaemonWeb.ShutdownTimeout);
        await _web.StopAsync(limit.Token);
        await _web.DisposeAsync();
        _fencing.Dispose();
        _settings.Tls?.Dispose();
    }

    /// <summary>Every path of every host, the first probes spread over one interval, the ping hosts, and the certificates.</summary>
    private IEnumerable<Task> Watchers(CancellationToken cancellation)
    {
        for (var i = 0; i < _config.Hosts.Length; i++)
        {
            var delay = _settings.ProbeInterval * i / _config.Hosts.Length;
            foreach (var path in _paths[_config.Hosts[i]])
            {
                yield return path.RunAsync(delay, cancellation);
            }
        }

        yield return _agents.RunAsync(cancellation);
        if (_config.Settings.PingHosts is { IsEmpty: false } pingHosts)
        {
            yield return new PingHosts(
                pingHosts, _settings, _loop, (host, end) => PingHosts.PingAsync(host, _settings.ProbeInterval, end)).RunAsync(cancellation);
        }

        if (_certificates is not null)
        {
            yield return _certificates.WatchAsync(cancellation);
        }
    }

    private ImmutableArray<RemotePath> PathsOf(HostRef host) =>
    [
        .. _config[host].Addresses.Select((_, path) => new RemotePath(host, path, _config[host], _settings, _loop, _connections)),
    ];

    private void CarryOut(ClusterAction action, CancellationToken cancellation)
    {
        if (action is ProbeHost)
        {
            foreach (var path in _paths[action.Host])
            {
                path.ProbeNow();
            }
        }
        else
        {
            _ = Task.Run(() => CarryOutAsync(action, cancellation), cancellation).ContinueWith(
                task => _fault.TrySetException(task.Exception!.InnerExceptions),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
        }
    }

    private Task CarryOutAsync(ClusterAction action, CancellationToken cancellation) => action switch
    {
        RemoteAction remote => _driver.DoAsync(remote, cancellation),
        CallFenceAgent call => _fencing.DoAsync(call, cancellation),
        ConfirmIntent intent => _loop.TellAsync(
            new IntentRecorded { Host = intent.Host, Attempt = intent.Attempt, Time = LogTime.ForPeople(_settings.Clock) }).AsTask(),
        _ => throw new InvalidOperationException($"Nobody carries out {action.GetType().Name}."),
    };

    private ManagerApi NewApi(string run, TimeProvider clock) => new(
        new ObjectNames(_config),
        new RequestDesk(_config, _loop, _loop, run),
        new EventDesk(_loop, _loop),
        _loop,
        _agents,
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
