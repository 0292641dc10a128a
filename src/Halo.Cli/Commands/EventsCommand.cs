using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Halo.Cli.Connection;
using Halo.Cli.Status;
using Halo.Cli.Terminals;
using Halo.CommandLine;
using Halo.Protocol;
using Halo.Protocol.Cli;

namespace Halo.Cli.Commands;

/// <summary><c>halo events</c>: what happened since the list was last cleared, and what happens now.</summary>
internal sealed class EventsCommand
{
    private const int BeforeFollowing = 10;

    private readonly ManagerSocket _socket;
    private readonly Surroundings _surroundings;
    private readonly Option<int?> _newest = new("-n", "--newest") { Description = $"Only so many of the newest events [default: all; with --follow: {BeforeFollowing}]", HelpName = "N" };
    private readonly Option<bool> _json = new("--json") { Description = "Print the manager's answer as JSON" };
    private readonly Option<bool> _follow = new("--follow") { Description = "Print events as they come, until Ctrl-C" };

    private EventsCommand(ManagerSocket socket) => (_socket, _surroundings) = (socket, socket.Surroundings);

    /// <summary>The command as a part of the command line.</summary>
    public static Command Create(ManagerSocket socket)
    {
        var events = new EventsCommand(socket);
        events._newest.CustomParser = ParseNewest;
        return events.Showing(new Command("events", "Show what happened, and who or what did it and why.")
        {
            events.Showing(new Command("show", "Show the events since the list was last cleared, the newest last.")),
            Clearing(socket),
        });
    }

    private Command Showing(Command command)
    {
        command.Options.Add(_newest);
        command.Options.Add(_json);
        command.Options.Add(_follow);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_json) && result.GetValue(_follow))
            {
                result.AddError("--json prints the manager's answer once, and does not go with --follow.");
            }
        });
        command.SetAction(arguments => RunAsync(arguments));
        return command;
    }

    private static Command Clearing(ManagerSocket socket)
    {
        var reason = ReasonOption.Create();
        var command = new Command("clear", "Begin the list of events anew; the state log keeps them all.") { reason };
        command.SetAction((arguments, cancellation) => ClearAsync(arguments, arguments.GetValue(reason)!, socket, cancellation));
        return command;
    }

    private static int? ParseNewest(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, out var newest) && newest is >= 0 and <= ManagerRoutes.MaximumEvents)
        {
            return newest;
        }

        result.AddError($"-n takes a number of events, 0 to {ManagerRoutes.MaximumEvents}, not \"{result.Tokens[0].Value}\".");
        return null;
    }

    private async Task<int> RunAsync(ParseResult arguments)
    {
        using var manager = _socket.Open(arguments);
        if (manager is null)
        {
            return ExitStatus.Usage;
        }

        using var stop = new StopSignals();
        try
        {
            return arguments.GetValue(_follow)
                ? await FollowAsync(manager, arguments.GetValue(_newest) ?? BeforeFollowing, stop.Token)
                : await ShowAsync(manager, arguments.GetValue(_newest), arguments.GetValue(_json), stop.Token);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            // Ctrl-C is how following ends; who interrupts the other has seen nothing.
            return arguments.GetValue(_follow) ? ExitStatus.Done : ExitStatus.Failed;
        }
    }

    private async Task<int> ShowAsync(ManagerClient manager, int? newest, bool json, CancellationToken stop)
    {
        var reply = await manager.EventsAsync(newest ?? ManagerRoutes.MaximumEvents, stop);
        if (!reply.Answered)
        {
            return Fail(reply.Failure);
        }

        if (json)
        {
            _surroundings.Output.WriteLine(JsonSerializer.Serialize(reply.Value, HaloJson.Indented.EventsAnswer));
            return ExitStatus.Done;
        }

        Print(reply.Value.Events);
        return ExitStatus.Done;
    }

    private async Task<int> FollowAsync(ManagerClient manager, int newest, CancellationToken stop)
    {
        var reply = await manager.EventsAsync(newest, stop);
        while (reply.Answered && !_surroundings.OutputIsAbandoned())
        {
            Print(reply.Value.Events);
            _surroundings.Output.Flush();
            reply = await manager.EventsAfterAsync(reply.Value.Last, stop);
        }

        return reply.Answered ? ExitStatus.Done : Fail(reply.Failure);
    }

    private static async Task<int> ClearAsync(ParseResult arguments, string reason, ManagerSocket socket, CancellationToken cancellation)
    {
        using var manager = socket.Open(arguments);
        if (manager is null)
        {
            return ExitStatus.Usage;
        }

        var reply = await manager.ClearEventsAsync(
            new ClearRequest { Reason = reason, SudoUser = socket.Surroundings.SudoUser }, cancellation);
        if (reply.Answered)
        {
            return ExitStatus.Done;
        }

        socket.Surroundings.Program.Complain(reply.Failure);
        return ExitStatus.Failed;
    }

    private int Fail(string failure)
    {
        _surroundings.Program.Complain(failure);
        return ExitStatus.Failed;
    }

    private void Print(EventStatus[] events)
    {
        foreach (var happened in events)
        {
            _surroundings.Print(EventLines.Line(happened));
        }
    }
}
