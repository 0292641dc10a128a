using Halo.Cli.Terminals;

namespace Halo.Cli.Tests;

/// <summary>One run of the program as a user makes it.</summary>
internal sealed record Run(int ExitStatus, string Output, string Error)
{
    /// <summary>With an empty environment, in a pipe.</summary>
    public static Task<Run> OfAsync(params string[] arguments) => InAsync(new(StringComparer.Ordinal), null, arguments);

    /// <summary>With that environment, on a terminal of that size.</summary>
    public static async Task<Run> InAsync(
        Dictionary<string, string> variables, WindowSize? window, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var status = await HaloCommandLine.RunAsync(arguments, Surroundings(output, error, variables, window));
        return new Run(status, output.ToString(), error.ToString());
    }

    public static Surroundings Surroundings(
        TextWriter output, TextWriter error, Dictionary<string, string>? variables = null, WindowSize? window = null) => new()
        {
            Output = output,
            Error = error,
            Variable = name => variables?.GetValueOrDefault(name),
            Window = () => window,
            OutputIsAbandoned = () => false,
        };
}
