using System.CommandLine;
using Halo.Cli.Connection;
using Halo.Cli.Requests;
using Halo.Cli.Terminals;
using Halo.CommandLine;
using Halo.Protocol.Cli;

namespace Halo.Cli.Commands;

/// <summary><c>halo power on|off|status</c>.</summary>
internal static class PowerCommand
{
    /// <summary>The command as a part of the command line.</summary>
    public static Command Create(ManagerSocket socket) => new("power", "Power hosts on or off, or ask whether they have power.")
    {
        Status(socket),
        ActCommand.Create(ActingVerb.PowerOn, socket),
        ActCommand.Create(ActingVerb.PowerOff, socket),
    };

    private static BareWordCommand Status(ManagerSocket socket)
    {
        var command = new BareWordCommand(ActingVerb.PowerStatus.Command, ActingVerb.PowerStatus.Description);
        var hosts = ObjectsArgument.AddTo(command, ActingVerb.PowerStatus, required: false);
        command.SetAction(arguments => AskAsync(arguments, hosts(arguments), socket));
        return command;
    }

    private static async Task<int> AskAsync(ParseResult arguments, IReadOnlyList<string> hosts, ManagerSocket socket)
    {
        var program = socket.Surroundings.Program;
        (var names, var fault) = hosts.Count == 0 ? ([], null) : ObjectExpansion.Expand(ObjectArgument.Hosts, hosts);
        if (fault is not null)
        {
            program.Complain(fault);
            return ExitStatus.Usage;
        }

        using var manager = socket.Open(arguments);
        if (manager is null)
        {
            return ExitStatus.Usage;
        }

        using var stop = new StopSignals();
        var progress = new ProgressBlock(socket.Surroundings);
        var request = new AskRequest { Verb = RequestVerbs.PowerStatus, Objects = [.. names], SudoUser = socket.Surroundings.SudoUser };
        try
        {
            return await WaitAsync(manager, progress, request, socket.Surroundings, stop.Token);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            progress.Erase();
            program.Complain("interrupted before every fence agent had answered; nothing was changed");
            return ExitStatus.Failed;
        }
    }

    private static async Task<int> WaitAsync(
        ManagerClient manager, ProgressBlock progress, AskRequest request, Surroundings surroundings, CancellationToken stop)
    {
        var reply = await manager.AskAsync(request, stop);
        if (!reply.Answered)
        {
            surroundings.Program.Complain(reply.Failure);
            return ExitStatus.Failed;
        }

        var ended = new Dictionary<string, RequestStatus>(StringComparer.Ordinal);
        var failure = await new RequestWait(manager, progress).RunAsync(reply.Value, host => ended[host.Id] = host, stop);
        if (failure is not null)
        {
            surroundings.Program.Complain(failure);
        }

        // In the order of the question, whoever answered first.
        var told = reply.Value.Requests.Where(asked => ended.ContainsKey(asked.Id)).Select(asked => ended[asked.Id]).ToList();
        foreach (var line in PowerTable.Lines(told))
        {
            surroundings.Print(line);
        }

        return failure is null && told.TrueForAll(host => host.Stage == RequestProgress.Done) ? ExitStatus.Done : ExitStatus.Failed;
    }
}
