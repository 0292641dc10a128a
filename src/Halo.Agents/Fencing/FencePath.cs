using Halo.Agents.Processes;

namespace Halo.Agents.Fencing;

/// <summary>The directories in which fence agents are.</summary>
/// <param name="text">
/// Directories with colons between them, as <c>--fence-path</c> has them. Relative ones are not searched.
/// </param>
public sealed class FencePath(string text)
{
    /// <summary>The directories where nobody named others.</summary>
    public const string Default = "/usr/sbin:/usr/local/sbin";

    private readonly string[] _directories = [.. text.Split(':').Where(directory => directory.StartsWith('/'))];

    /// <summary>The path of an agent's executable.</summary>
    /// <param name="agent">The agent's name without <c>fence_</c>.</param>
    /// <returns>The first one in the directories; null where there is none, or where this is not a name.</returns>
    public string? Find(string agent) => FenceParameter.IsName(agent)
        ? _directories.Select(directory => Path.Combine(directory, $"fence_{agent}")).FirstOrDefault(IsExecutable)
        : null;

    /// <summary>Why an agent cannot be run, in one clause; null where it is there.</summary>
    public string? WhyMissing(string agent) => Find(agent) is null ? $"there is no executable fence_{agent} in {text}" : null;

    private static bool IsExecutable(string path) => File.Exists(path) && Libc.Access(path, Libc.ExecuteAccess) == 0;
}
