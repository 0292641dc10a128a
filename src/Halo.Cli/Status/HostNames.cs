namespace Halo.Cli.Status;

/// <summary>How the status page writes several hosts.</summary>
internal static class HostNames
{
    /// <summary>The names as one nodeset.</summary>
    public static string Fold(IEnumerable<string> names) => string.Join(',', names);
}
