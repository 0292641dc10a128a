using System.CommandLine;
using System.CommandLine.Invocation;
using Halo.Protocol;

namespace Halo.CommandLine;

/// <summary>Prints the program's name and version.</summary>
public sealed class VersionAction(string program) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"{program} {HaloVersion.Text}");
        return ExitStatus.Done;
    }
}
