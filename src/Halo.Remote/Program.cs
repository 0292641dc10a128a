using Halo.Agents.Processes;
using Halo.CommandLine;
using Halo.Daemons;
using Halo.Remote.Network;
using Halo.Remote.Startup;

var program = new CommandLineProgram("halo_remote", Console.Out, Console.Error);
return await program.RunAsync(RemoteOptions.CommandLine(Environment.GetEnvironmentVariable, ServeAsync), args);

async Task<int> ServeAsync(RemoteOptions options)
{
    var addresses =
        ListenAddresses.Find(options.Networks, ListenAddresses.OfThisMachine(), out var fault);
    if (addresses.Count == 0)
    {
        return Fail(new StartFault(ExitStatus.Usage, fault));
    }

    if (!Directory.Exists($"{options.OcfRoot}/resource.d"))
    {
        return Fail(new StartFault(
            ExitStatus.Usage,
            $"there are no resource agents: {options.OcfRoot}/resource.d is no directory; install them, or name their root with --ocf-root"));
    }

    using var hangup = HangupSignal.Ignore(program);

    // Agents and the daemons they leave inherit the working directory, and must not keep a file system busy.
    Directory.SetCurrentDirectory("/");
    (var server, var startFault) =
        await RemoteServer.StartAsync(options, addresses, TimeProvider.System, new ProcessTable());
    if (server is null)
    {
        return Fail(startFault!);
    }

    await using (server)
    {
        await server.WaitAsync();
    }

    return ExitStatus.Done;
}

int Fail(StartFault fault)
{
    program.Complain(fault.Message);
    return fault.Status;
}
