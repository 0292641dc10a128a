using Halo.Protocol.Cli;

namespace Halo.Cli.Requests;

/// <summary>The power of hosts in two columns: <c>oss01  off (verified)</c>.</summary>
internal static class PowerTable
{
    /// <summary>One line for each host.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<RequestStatus> hosts)
    {
        var width = hosts.Select(host => host.Object.Length).DefaultIfEmpty(0).Max();
        return hosts.Select(host => $"{host.Object.PadRight(width)}  {Power(host)}");
    }

    private static string Power(RequestStatus host) =>
        host.Stage == RequestProgress.Done ? host.Text.TrimEnd('.') : $"unknown: {OutcomeText.Why(host)}";
}
