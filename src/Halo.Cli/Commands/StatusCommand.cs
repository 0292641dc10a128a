using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Halo.Cli.Connection;
using Halo.Cli.Status;
using Halo.Cli.Terminals;
using Halo.Cli.Text;
using Halo.CommandLine;
using Halo.Protocol;
using Halo.Protocol.Cli;

namespace Halo.Cli.Commands;

/// <summary><c>halo status</c>: what runs where, what does not, and why.</summary>
internal sealed class StatusCommand
{
    private const int DefaultEvents = 5;

    private readonly ManagerSocket _socket;
    private readonly Surroundings _surroundings;
    private readonly Option<bool> _onlyAbnormal = new("-x", "--exceptions") { Description = "Print only what is not normal; nothing when all is well" };
    private readonly Option<int?> _events = new("-e", "--events") { Description = $"How many of the newest events to print [default: {DefaultEvents}; with -x: 0]", HelpName = "N" };
    private readonly Option<bool> _json = new("--json") { Description = "Print the manager's answer as JSON" };
    private readonly Option<bool> _watch = new("--watch") { Description = "Print anew every second, until Ctrl-C" };

    private StatusCommand(ManagerSocket socket) => (_socket, _surroundings) = (socket, socket.Surroundings);

    /// <summary>The command as a part of the command line.</summary>
    public static Command Create(ManagerSocket socket)
    {
        var status = new StatusCommand(socket);
        var command = new Command("status", "Show what runs where, what does not, and why.")
        {
            status._onlyAbnormal, status._events, status._json, status._watch,
        };
        status._events.CustomParser = status.ParseEvents;
        command.Validators.Add(status.Check);
        command.SetAction(status.RunAsync);
        return command;
    }

    private int? ParseEvents(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, out var events) && events >= 0)
        {
            return events;
        }

        result.AddError($"-e takes a number of events, 0 or more, not \"{result.Tokens[0].Value}\".");
        return null;
    }

    private void Check(CommandResult result)
    {
        var others = new Option[] { _onlyAbnormal, _events, _watch };
        if (result.GetValue(_json) && others.FirstOrDefault(o => result.GetResult(o) is { Implicit: false }) is { } other)
        {
            result.AddError($"--json prints the manager's whole answer once, and does not go with {other.Name}.");
        }
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using var manager = _socket.Open(arguments);
        if (manager is null)
        {
            return ExitStatus.Usage;
        }

        var onlyAbnormal = arguments.GetValue(_onlyAbnormal);
        var selection = new StatusSelection(onlyAbnormal, arguments.GetValue(_events) ?? (onlyAbnormal ? 0 : DefaultEvents));
        return arguments.GetValue(_watch)
            ? await WatchAsync(manager, selection)
            : await PrintAsync(manager, selection, arguments.GetValue(_json), cancellation);
    }

    private async Task<int> PrintAsync(
        ManagerClient manager, StatusSelection selection, bool json, CancellationToken cancellation)
    {
        var reply = await manager.StatusAsync(cancellation);
        if (!reply.Answered)
        {
            _surroundings.Program.Complain(reply.Failure);
            return ExitStatus.Failed;
        }

        if (json)
        {
            await _surroundings.Output.WriteLineAsync(JsonSerializer.Serialize(reply.Value, HaloJson.Indented.StatusAnswer));
            return ExitStatus.Done;
        }

        foreach (var line in Page(reply.Value, selection))
        {
            _surroundings.Print(line);
        }

        return ExitStatus.Done;
    }

    private async Task<int> WatchAsync(ManagerClient manager, StatusSelection selection)
    {
        using var stop = new StopSignals();
        using IPageView view = _surroundings.TerminalIsCapable
            ? new AlternateScreen(_surroundings)
            : new PageStream(_surroundings);
        await new StatusWatch(manager, view, _surroundings.Clock)
            .RunAsync(answer => Page(answer, selection), stop.Token);
        return ExitStatus.Done;
    }

    private static IReadOnlyList<TextLine> Page(StatusAnswer answer, StatusSelection selection) =>
        StatusPage.Lines(answer, selection);
}
