using System.CommandLine;
using System.Net;
using Halo.Agents.Processes;
using Halo.Remote.Network;
using Halo.Remote.Startup;

// The remote runs OCF resource agents on a host when the manager tells it to, and never acts by itself.
var commandLine = new CommandLine(Environment.GetEnvironmentVariable);
commandLine.Root.SetAction((parsed, _) => RunAsync(parsed));
ParseResult parsed = commandLine.Root.Parse(args);
// SIGTERM is the web server's affair here, not the command line's.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = null };
return parsed.Errors.Count > 0 ? await RunAsync(parsed) : await parsed.InvokeAsync(invocation);

async Task<int> RunAsync(ParseResult parsed)
{
    if (commandLine.Read(parsed, out string fault) is not RemoteOptions options)
    {
        return Fail(new StartFault(ExitStatus.Usage, fault));
    }

    IReadOnlyList<IPAddress> addresses = ListenAddresses.Find(options.Networks, ListenAddresses.OfThisMachine(), out fault);
    if (addresses.Count == 0)
    {
        return Fail(new StartFault(ExitStatus.Usage, fault));
    }

    // Agents and the daemons they leave inherit the working directory, and must not keep a file system busy.
    Directory.SetCurrentDirectory("/");
    (RemoteServer? server, StartFault? startFault) =
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

static int Fail(StartFault fault)
{
    Console.Error.WriteLine($"halo_remote: {fault.Message}");
    return fault.Status;
}
