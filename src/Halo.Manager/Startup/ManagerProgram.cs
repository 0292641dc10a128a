using System.Net.Sockets;
using System.Runtime.InteropServices;
using Halo.Agents.Fencing;
using Halo.CommandLine;
using Halo.Configuration;
using Halo.Daemons;
using Halo.Daemons.Tls;
using Halo.Engine.Configuration;
using Halo.Manager.StateLog;

namespace Halo.Manager.Startup;

/// <summary>The manager from its start to its end: whatever is wrong with its surroundings ends in a sentence and a status.</summary>
internal sealed class ManagerProgram(CommandLineProgram program, ManagerOptions options, TimeProvider clock)
{
    private static readonly TimeSpan SocketDeadline = TimeSpan.FromSeconds(2);

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        if (ReadConfiguration() is not { } config)
        {
            return ExitStatus.Usage;
        }

        if (Directory.Exists(options.StateFile))
        {
            return Refuse($"the state log {options.StateFile} is a directory; name a file in it with --statefile");
        }

        var unusableTls = "";
        var tls = options.Tls is { } files ? TlsIdentity.Read(files, out unusableTls) : null;
        if (unusableTls.Length > 0)
        {
            return Refuse(unusableTls);
        }

        FileCreationMask.OwnerOnly();
        using var identity = ManagerIdentity.Take(options.StateFile);
        if (identity is null)
        {
            return Refuse($"another manager runs with the state log {options.StateFile}; stop it first, or name another with --statefile");
        }

        var (recorded, unreadable) = StateLogReader.Read(options.StateFile);
        if (recorded is null)
        {
            return Refuse(unreadable!);
        }

        // Only who holds the state log may take a socket on which nobody answers for a stale one.
        if (await CliSocket.PrepareAsync(options.Socket, SocketDeadline) is { } fault)
        {
            return Refuse(fault);
        }

        using var hangup = HangupSignal.Ignore(program);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, stop));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, stop));
        return await ServeAsync(config, identity, tls, recorded, stop.Token);
    }

    private async Task<int> ServeAsync(
        ClusterConfig config, ManagerIdentity identity, TlsIdentity? tls, StateLogContent recorded, CancellationToken cancellation)
    {
        await using var host = new ManagerHost(options, config, identity, tls, recorded, clock);
        try
        {
            await host.ListenAsync(cancellation);
            CliSocket.Close(options.Socket);
        }
        catch (Exception e) when (e is IOException or SocketException or UnauthorizedAccessException)
        {
            return Refuse($"the socket {options.Socket} cannot be made: {e.Message.TrimEnd('.')}; name another with --socket");
        }

        program.Error.WriteLine(
            $"halo_manager: {(options.Manage ? "managing" : "observing")} {Count(config.Hosts.Length, "host")} and "
            + $"{Count(config.Groups.Length, "group")}; the CLI connects to {options.Socket}");
        await host.RunAsync(cancellation);
        return ExitStatus.Done;
    }

    private ClusterConfig? ReadConfiguration()
    {
        var result = ConfigurationFile.Read(options.Configuration, new FencePath(options.FenceDirectories).WhyMissing);
        foreach (var fault in result.Faults.Concat(result.Warnings))
        {
            program.Error.WriteLine(fault);
        }

        if (result.Faults.Any(fault => fault.Line > 0))
        {
            program.Complain($"the configuration {options.Configuration} is wrong; mend it, and check it with halo validate --config {options.Configuration}");
        }

        return result.Config;
    }

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";

    private int Refuse(string fault)
    {
        program.Complain(fault);
        return ExitStatus.Usage;
    }

    private static void Stop(PosixSignalContext signal, CancellationTokenSource stop)
    {
        signal.Cancel = true;
        stop.Cancel();
    }
}
