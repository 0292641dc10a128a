using System.CommandLine;
using System.CommandLine.Invocation;
using System.Diagnostics.CodeAnalysis;
using Halo.Cli.Commands;

namespace Halo.Cli.CommandLine;

/// <summary>The whole command line: each verb is one file in <c>Commands</c> and one line here.</summary>
internal static class HaloCommandLine
{
    /// <summary>Does what the arguments say; returns the exit status.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "An administrator sees a sentence, never a stack trace.")]
    public static async Task<int> RunAsync(string[] args, Surroundings surroundings)
    {
        try
        {
            var status = await InvokeAsync(args, surroundings);
            await surroundings.Output.FlushAsync();
            return status;
        }
        catch (IOException e)
        {
            surroundings.Complain($"cannot write the output: {e.Message}");
            return ExitStatus.Failed;
        }
        catch (Exception e)
        {
            surroundings.Complain($"this is a fault in halo itself, report it: {e.GetType().Name}: {e.Message}");
            return ExitStatus.Failed;
        }
    }

    private static async Task<int> InvokeAsync(string[] args, Surroundings surroundings)
    {
        // No response files: an argument that starts with @ is what it says.
        var result = Root(surroundings).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Action is ParseErrorAction || (result.Action is null && result.Errors.Count > 0))
        {
            surroundings.Complain(UsageError.Describe(result));
            return ExitStatus.Usage;
        }

        return await result.InvokeAsync(new InvocationConfiguration
        {
            Output = surroundings.Output,
            Error = surroundings.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
    }

    private static RootCommand Root(Surroundings surroundings)
    {
        var socket = SettingOption.Path(
            "--socket", "HALO_SOCKET", "/run/halo/halo.socket", "The manager's socket", surroundings);
        socket.Recursive = true;

        var root = new RootCommand("HALO keeps the services of a Lustre file system running on the servers that live.")
        {
            socket,
            StatusCommand.Create(socket, surroundings),
            ValidateCommand.Create(surroundings),
        };
        root.Directives.Clear();
        root.Options.OfType<VersionOption>().Single().Action = new VersionAction();
        return root;
    }
}
