namespace Halo.Cli.Commands;

/// <summary>What became of reading a configuration file, as text.</summary>
/// <param name="Faults">What is wrong with it, each as <c>FILE:LINE:COLUMN: message</c>.</param>
/// <param name="Warnings">What is right but likely not meant, in the same form.</param>
/// <param name="Summary">What HALO understood, where nothing is wrong.</param>
internal sealed record ConfigurationReport(
    IReadOnlyList<string> Faults, IReadOnlyList<string> Warnings, string Summary)
{
    /// <summary>Reads the file.</summary>
    public static ConfigurationReport Of(string path) =>
        new([$"{path}:1:1: the configuration reader is not connected yet"], [], "");
}
