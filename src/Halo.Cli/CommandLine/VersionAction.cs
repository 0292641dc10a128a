using System.CommandLine;
using System.CommandLine.Invocation;
using Halo.Protocol;

namespace Halo.Cli.CommandLine;

/// <summary>Prints the program's name and version.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"halo {HaloVersion.Text}");
        return ExitStatus.Done;
    }
}
