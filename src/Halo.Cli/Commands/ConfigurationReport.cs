using Halo.Agents.Fencing;
using Halo.Configuration;

namespace Halo.Cli.Commands;

/// <summary>What became of reading a configuration file, as text.</summary>
/// <param name="Faults">What is wrong with it, each as <c>FILE:LINE:COLUMN: message</c>.</param>
/// <param name="Warnings">What is right but likely not meant, in the same form.</param>
/// <param name="Summary">What HALO understood, with the warnings, where nothing is wrong.</param>
internal sealed record ConfigurationReport(
    IReadOnlyList<string> Faults, IReadOnlyList<string> Warnings, string Summary)
{
    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fenceAgents">Where the fence agents are; one that the file names and that is not there is a warning.</param>
    public static ConfigurationReport Of(string path, FencePath fenceAgents)
    {
        var result = ConfigurationFile.Read(path, fenceAgents.WhyMissing);
        return new ConfigurationReport(
            [.. result.Faults.Select(fault => fault.ToString())],
            [.. result.Warnings.Select(warning => warning.ToString())],
            result.Faults.IsEmpty ? ConfigurationSummary.Describe(result) : "");
    }
}
