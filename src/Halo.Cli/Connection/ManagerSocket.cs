using System.CommandLine;
using System.Text;

namespace Halo.Cli.Connection;

/// <summary>The option that names the manager's socket, and the connection to it.</summary>
internal sealed record ManagerSocket(Option<string> Option, Surroundings Surroundings)
{
    /// <summary>A client; null where the path cannot be one, which has been complained of.</summary>
    public ManagerClient? Open(ParseResult arguments)
    {
        var path = arguments.GetValue(Option)!;
        if (Encoding.UTF8.GetByteCount(path) <= ManagerClient.MaximumPathBytes)
        {
            return new ManagerClient(path) { Clock = Surroundings.Clock };
        }

        Surroundings.Program.Complain($"the socket's path {path} is longer than the {ManagerClient.MaximumPathBytes} bytes " +
            "that the kernel allows; name another with --socket");
        return null;
    }
}
