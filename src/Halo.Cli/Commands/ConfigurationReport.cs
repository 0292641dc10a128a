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
    public static ConfigurationReport Of(string path)
    {
        var result = ConfigurationFile.Read(path);
        return new ConfigurationReport(
            [.. result.Faults.Select(fault => fault.ToString())],
            [.. result.Warnings.Select(warning => warning.ToString())],
            result.Faults.IsEmpty ? ConfigurationSummary.Describe(result) : "");
    }
}
