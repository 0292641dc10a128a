using System.Net;
using Halo.Agents.Ocf;
using Halo.Agents.Processes;
using Halo.CommandLine;
using Halo.Daemons;
using Halo.Daemons.Tls;
using Halo.Protocol.Remote;
using Halo.Remote.Http;
using Halo.Remote.Operations;
using Halo.Remote.Sessions;
using Halo.Remote.Tls;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Halo.Remote.Startup;

/// <summary>A remote that listens.</summary>
internal sealed class RemoteServer : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly OperationDesk _desk;
    private readonly RuntimeDirectory _directory;

    private RemoteServer(WebApplication web, OperationDesk desk, RuntimeDirectory directory)
    {
        _web = web;
        _desk = desk;
        _directory = directory;
    }

    /// <summary>Where it listens, as <c>http://ADDRESS:PORT</c>, or <c>https://ADDRESS:PORT</c> with TLS.</summary>
    internal IReadOnlyCollection<string> Endpoints =>
        [.. _web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];

    /// <summary>Starts a remote.</summary>
    /// <param name="options">What it is told.</param>
    /// <param name="addresses">Where it listens.</param>
    /// <param name="time">The clock.</param>
    /// <param name="processes">The machine's processes.</param>
    /// <returns>The remote; or null and the fault.</returns>
    internal static async Task<(RemoteServer? Server, StartFault? Fault)> StartAsync(
        RemoteOptions options, IReadOnlyList<IPAddress> addresses, TimeProvider time, IProcessTable processes)
    {
        var unusableTls = "";
        var identityOfTls = options.Tls is { } files ? TlsIdentity.Read(files, out unusableTls) : null;
        if (unusableTls.Length > 0)
        {
            return (null, new StartFault(ExitStatus.Usage, unusableTls));
        }

        var web = Build(options, identityOfTls, addresses, time);
        var log = LogOf(web.Services);
        if (RuntimeDirectory.Open(options.RuntimeDirectory, log, out var unusable, out var isTaken)
            is not RuntimeDirectory directory)
        {
            await web.DisposeAsync();
            return (null, new StartFault(isTaken ? ExitStatus.Failed : ExitStatus.Usage, unusable));
        }

        var identity = RemoteIdentity.New(time);
        if (Predecessor.FindOperations(directory, processes, identity.BootId, out var unknown) is not { } leftRunning)
        {
            directory.Dispose();
            await web.DisposeAsync();
            return (null, new StartFault(ExitStatus.Failed, unknown));
        }

        MakeScratchDirectory(log);
        var sessions = new SessionHolder(time);
        var desk = BuildDesk(options, identity, sessions, directory, time, processes, log);
        desk.Inherit(leftRunning);
        var life = web.Lifetime;
        var api = new RemoteApi(identity, sessions, desk, time, log, life.ApplicationStopping);
        web.Run(options.Tls is null ? api.HandleAsync : context => PeerGate.HandleAsync(context, api.HandleAsync));
        _ = life.ApplicationStopping.Register(desk.Stop);
        _ = web.Services.GetService<CurrentTlsIdentity>()?.WatchAsync(life.ApplicationStopping);
        var server = new RemoteServer(web, desk, directory);
        if (await ListenAsync(web, options, addresses) is StartFault fault)
        {
            await server.DisposeAsync();
            return (null, fault);
        }

        Log.Listening(log, string.Join(", ", server.Endpoints), identity.InstanceId);
        return (server, null);
    }

    /// <summary>Waits until it is told to stop (SIGTERM, SIGINT).</summary>
    internal Task WaitAsync() => _web.WaitForShutdownAsync();

    /// <summary>Stops listening. Starts and stops that run go on.</summary>
    public async ValueTask DisposeAsync()
    {
        _desk.Stop();
        await _web.StopAsync(CancellationToken.None);
        await _web.DisposeAsync();
        _directory.Dispose();
        _desk.Dispose();
    }

    private static OperationDesk BuildDesk(
        RemoteOptions options,
        RemoteIdentity identity,
        SessionHolder sessions,
        RuntimeDirectory directory,
        TimeProvider time,
        IProcessTable processes,
        ILogger log)
    {
        var environment = new OcfEnvironment(options.OcfRoot, Environment.MachineName, OwnEnvironment());
        var runner = new ProcessRunner(time, processes);
        var inherited = new InheritedOperations(processes, time, log);
        var agents = new AgentRunner(
            new OcfAgents(options.OcfRoot),
            environment,
            runner,
            new AgentTimeoutCache(runner, environment, time),
            directory,
            processes,
            inherited,
            identity.BootId,
            time,
            log);
        return new OperationDesk(
            sessions, agents, inherited, directory, processes, time, log);
    }

    private static ILogger LogOf(IServiceProvider services) =>
        services.GetRequiredService<ILoggerFactory>().CreateLogger("halo_remote");

    private static WebApplication Build(
        RemoteOptions options, TlsIdentity? identity, IReadOnlyList<IPAddress> addresses, TimeProvider time)
    {
        var builder = DaemonWeb.CreateBuilder(options.Verbosity);
        if (identity is not null)
        {
            _ = builder.Services
                .AddSingleton(services => new CurrentTlsIdentity(options.Tls!, identity, LogOf(services), time))
                .AddSingleton(services => new TlsListener(
                    services.GetRequiredService<CurrentTlsIdentity>(), new RefusalLog(LogOf(services), time), time));
        }

        _ = builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options, addresses));
        return builder.Build();
    }

    /// <summary>The one place where listeners and their limits are set up.</summary>
    private static void Listen(KestrelServerOptions kestrel, RemoteOptions options, IReadOnlyList<IPAddress> addresses)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = RemoteRoutes.MaximumRequestBytes;
        kestrel.Limits.MaxConcurrentConnections = 1024;
        // A manager has one connection with a stream for every resource that it monitors.
        kestrel.Limits.Http2.MaxStreamsPerConnection = 4096;
        // A connection whose manager has vanished goes away by itself.
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(10);
        kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(10);
        var tls = kestrel.ApplicationServices.GetService<TlsListener>();
        foreach (var address in addresses)
        {
            kestrel.Listen(address, options.Port, listener =>
            {
                listener.Protocols = HttpProtocols.Http2;
                tls?.Secure(listener);
            });
        }
    }

    private static async Task<StartFault?> ListenAsync(
        WebApplication web, RemoteOptions options, IReadOnlyList<IPAddress> addresses)
    {
        var where = string.Join(", ", addresses.Select(address => new IPEndPoint(address, options.Port)));
        try
        {
            await web.StartAsync();
            return null;
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            return new StartFault(ExitStatus.Failed, $"cannot listen on {where}: another program has the port; " +
                "stop it, or choose another one by --port or HALO_PORT");
        }
        catch (Exception failure) when (failure is IOException or System.Net.Sockets.SocketException)
        {
            return new StartFault(ExitStatus.Failed, $"cannot listen on {where}: {failure.Message.TrimEnd('.')}");
        }
    }

    /// <summary>Agents keep their own notes in HA_RSCTMP and expect it to be there.</summary>
    private static void MakeScratchDirectory(ILogger log)
    {
        var directory = Environment.GetEnvironmentVariable("HA_RSCTMP") is { Length: > 0 } given
            ? given
            : "/run/resource-agents";
        try
        {
            _ = Directory.CreateDirectory(directory);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.NoScratchDirectory(log, directory, failure.Message);
        }
    }

    private static Dictionary<string, string> OwnEnvironment()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        return variables;
    }
}
