using System.CommandLine;
using Halo.Cli.Connection;
using Halo.Cli.Requests;
using Halo.Cli.Terminals;
using Halo.CommandLine;
using Halo.Protocol.Cli;

namespace Halo.Cli.Commands;

/// <summary>Every command that has something done to hosts, groups or resources: asks for it, waits, and tells how it ended.</summary>
internal sealed class ActCommand
{
    private readonly ActingVerb _verb;
    private readonly ManagerSocket _socket;
    private readonly Surroundings _surroundings;
    private readonly Option<string> _reason = ReasonOption.Create();
    private readonly Option<bool> _noWait = new("--no-wait") { Description = "Do not wait until it is done" };
    private readonly Option<bool> _force = new("--force")
    {
        Description = "Also where it was fenced before, and where nothing could take over (rules F4 and F5)",
    };

    private ActCommand(ActingVerb verb, ManagerSocket socket) => (_verb, _socket, _surroundings) = (verb, socket, socket.Surroundings);

    /// <summary>The command as a part of the command line.</summary>
    public static Command Create(ActingVerb verb, ManagerSocket socket)
    {
        var act = new ActCommand(verb, socket);
        var command = new BareWordCommand(verb.Command, verb.Description) { act._reason, act._noWait };
        if (verb.CanBeForced)
        {
            command.Options.Add(act._force);
        }

        var objects = ObjectsArgument.AddTo(command, verb, required: true);
        command.SetAction(arguments => act.RunAsync(arguments, objects(arguments)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult arguments, IReadOnlyList<string> objects)
    {
        (var names, var fault) = ObjectExpansion.Expand(_verb.Objects, objects);
        if (fault is not null)
        {
            _surroundings.Program.Complain(fault);
            return ExitStatus.Usage;
        }

        using var manager = _socket.Open(arguments);
        if (manager is null)
        {
            return ExitStatus.Usage;
        }

        using var stop = new StopSignals();
        var request = new AskRequest
        {
            Verb = _verb.Verb,
            Objects = [.. names],
            Force = _verb.CanBeForced && arguments.GetValue(_force),
            Reason = arguments.GetValue(_reason)!,
            SudoUser = _surroundings.SudoUser,
        };
        return await new RequestRun(manager, _verb, _surroundings).RunAsync(request, !arguments.GetValue(_noWait), stop.Token);
    }
}
