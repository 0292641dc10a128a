using System.CommandLine;
using System.CommandLine.Invocation;
using System.Diagnostics.CodeAnalysis;

namespace Halo.CommandLine;

/// <summary>
/// How each of the three programs reads its command line and ends: one sentence on standard error for whatever is wrong, an
/// exit status that systemd can act on, and never a stack trace.
/// </summary>
/// <param name="Name">The program's name, for messages.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
public sealed record CommandLineProgram(string Name, TextWriter Output, TextWriter Error)
{
    /// <summary>Does what the arguments say; returns the exit status.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "An administrator sees a sentence, never a stack trace.")]
    public async Task<int> RunAsync(RootCommand root, string[] args)
    {
        root.Directives.Clear();
        root.Options.OfType<VersionOption>().Single().Action = new VersionAction(Name);
        try
        {
            var status = await InvokeAsync(root, args);
            await Output.FlushAsync();
            return status;
        }
        catch (IOException e)
        {
            Complain($"cannot write the output: {e.Message}");
            return ExitStatus.Failed;
        }
        catch (Exception e)
        {
            Complain($"this is a fault in {Name} itself, report it: {e.GetType().Name}: {e.Message}");
            return ExitStatus.Failed;
        }
    }

    /// <summary>Says on standard error what is wrong; <paramref name="sentence"/> has no final full stop.</summary>
    public void Complain(string sentence) => Error.WriteLine($"{Name}: {Printable.Escape(sentence)}");

    private async Task<int> InvokeAsync(RootCommand root, string[] args)
    {
        // No response files: an argument that starts with @ is what it says.
        var result = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Action is ParseErrorAction || (result.Errors.Count > 0 && result.Action is null or { ClearsParseErrors: false }))
        {
            Complain(UsageError.Describe(result, Name));
            return ExitStatus.Usage;
        }

        return await result.InvokeAsync(new InvocationConfiguration
        {
            Output = Output,
            Error = Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
    }
}
