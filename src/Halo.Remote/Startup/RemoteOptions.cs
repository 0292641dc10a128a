using System.CommandLine;
using Halo.CommandLine;
using Halo.Daemons.Tls;

namespace Halo.Remote.Startup;

/// <summary>The remote's settings: command line, then environment, then default (design §2).</summary>
public sealed record RemoteOptions
{
    /// <summary>The port that it listens on; 0 lets the system choose one.</summary>
    public required int Port { get; init; }

    /// <summary>The networks (CIDR) inside which it listens.</summary>
    public required IReadOnlyList<string> Networks { get; init; }

    /// <summary>The absolute path below which <c>resource.d</c> is.</summary>
    public required string OcfRoot { get; init; }

    /// <summary>The absolute path of the directory for the records of running operations.</summary>
    public required string RuntimeDirectory { get; init; }

    /// <summary>The certificates for mutual TLS; null when that is off.</summary>
    public TlsFiles? Tls { get; init; }

    /// <summary>What is logged.</summary>
    public Verbosity Verbosity { get; init; } = Verbosity.Warn;

    /// <summary>The command line; <paramref name="run"/> is called with what it says.</summary>
    public static RootCommand CommandLine(Func<string, string?> environment, Func<RemoteOptions, Task<int>> run)
    {
        var port = SettingOption.Number("--port", "HALO_PORT", 8000, 1, 65535, "The port to listen on", environment);
        var network = SettingOption.Text(
            "--network", "HALO_NET", "192.168.1.0/24", "Listen on this machine's addresses inside these networks",
            "CIDR[,CIDR]", environment);
        var ocfRoot = SettingOption.Path("--ocf-root", "OCF_ROOT", "/usr/lib/ocf", "Where resource.d is", environment);
        var runtimeDirectory = SettingOption.Path(
            "--runtime-dir", "HALO_RUNTIME_DIR", "/run/halo-remote", "Where running operations are recorded", environment);
        var mtls = MtlsOption.Create(environment);
        var verbosity = new VerbosityOption(environment);

        var root = new RootCommand("The remote of HALO: runs OCF resource agents on this host when the manager tells it to.")
        {
            port, network, ocfRoot, runtimeDirectory, mtls, verbosity,
        };
        root.SetAction((arguments, _) => run(new RemoteOptions
        {
            Port = arguments.GetValue(port),
            Networks = arguments.GetValue(network)!
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            OcfRoot = Path.GetFullPath(arguments.GetValue(ocfRoot)!),
            RuntimeDirectory = Path.GetFullPath(arguments.GetValue(runtimeDirectory)!),
            Tls = arguments.GetValue(mtls) ? TlsFiles.FromEnvironment(TlsRole.Remote, environment) : null,
            Verbosity = verbosity.Of(arguments),
        }));
        return root;
    }
}
