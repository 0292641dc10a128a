using System.CommandLine;
using Halo.Agents.Fencing;
using Halo.CommandLine;
using Halo.Daemons.Tls;

namespace Halo.Manager.Startup;

/// <summary>The manager's settings: command line, then environment, then default (design §2).</summary>
internal sealed record ManagerOptions
{
    public required string Configuration { get; init; }

    public required string StateFile { get; init; }

    public required string Socket { get; init; }

    public required bool Manage { get; init; }

    public required int RemotePort { get; init; }

    /// <summary>The directories of the fence agents, with colons between them.</summary>
    public required string FenceDirectories { get; init; }

    /// <summary>The certificates for mutual TLS with the remotes; null when that is off.</summary>
    public TlsFiles? Tls { get; init; }

    public required Verbosity Verbosity { get; init; }

    /// <summary>The command line; <paramref name="run"/> is called with what it says.</summary>
    public static RootCommand CommandLine(
        Func<string, string?> environment, Func<ManagerOptions, CancellationToken, Task<int>> run)
    {
        var configuration = SettingOption.Path(
            "--config", "HALO_CONFIG", "/etc/halo/halo.conf", "The configuration", environment);
        var stateFile = SettingOption.Path(
            "--statefile", "HALO_STATEFILE", "/var/lib/halo/halo.state", "The state log", environment);
        var socket = SettingOption.Path(
            "--socket", "HALO_SOCKET", "/run/halo/halo.socket", "Where the CLI connects", environment);
        var manage = SettingOption.Switch(
            "--manage-resources", "HALO_MANAGE", "Act; without it the manager only watches and reports", environment);
        var port = SettingOption.Number(
            "--port", "HALO_PORT", 8000, 1, 65535, "The remotes' port where the configuration gives none", environment);
        var fencePath = SettingOption.Path(
            "--fence-path", "HALO_FENCE_PATH", FencePath.Default, "Where the fence agents are", environment);
        var mtls = MtlsOption.Create(environment);
        var log = new VerbosityOption(environment);

        var root = new RootCommand("The manager of HALO: watches every host, fences what is lost, and starts what runs nowhere.")
        {
            configuration, stateFile, socket, manage, port, fencePath, mtls, log,
        };
        root.SetAction((arguments, cancellation) => run(
            new ManagerOptions
            {
                Configuration = arguments.GetValue(configuration)!,
                StateFile = arguments.GetValue(stateFile)!,
                Socket = arguments.GetValue(socket)!,
                Manage = arguments.GetValue(manage),
                RemotePort = arguments.GetValue(port),
                FenceDirectories = arguments.GetValue(fencePath)!,
                Tls = arguments.GetValue(mtls) ? TlsFiles.FromEnvironment(TlsRole.Manager, environment) : null,
                Verbosity = log.Of(arguments),
            },
            cancellation));
        return root;
    }
}
