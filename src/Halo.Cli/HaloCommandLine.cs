using System.CommandLine;
using Halo.Cli.Commands;
using Halo.Cli.Connection;
using Halo.Cli.Requests;
using Halo.CommandLine;

namespace Halo.Cli;

/// <summary>The whole command line: each verb is one file in <c>Commands</c> and one line here.</summary>
internal static class HaloCommandLine
{
    /// <summary>Does what the arguments say; returns the exit status.</summary>
    public static Task<int> RunAsync(string[] args, Surroundings surroundings) =>
        surroundings.Program.RunAsync(Root(surroundings), args);

    private static RootCommand Root(Surroundings surroundings)
    {
        var socket = SettingOption.Path(
            "--socket", "HALO_SOCKET", "/run/halo/halo.socket", "The manager's socket", surroundings.Variable);
        socket.Recursive = true;

        var manager = new ManagerSocket(socket, surroundings);
        var root = new RootCommand("HALO keeps the services of a Lustre file system running on the servers that live.")
        {
            socket,
            StatusCommand.Create(manager),
            EventsCommand.Create(manager),
        };
        foreach (var verb in ActingVerb.Commands)
        {
            root.Subcommands.Add(ActCommand.Create(verb, manager));
        }

        root.Subcommands.Add(PowerCommand.Create(manager));
        root.Subcommands.Add(ValidateCommand.Create(surroundings));
        return root;
    }
}
