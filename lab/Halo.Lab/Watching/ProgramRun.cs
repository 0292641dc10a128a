namespace Halo.Lab.Watching;

/// <summary>A program that ran, by the kernel's word.</summary>
/// <param name="Process">The process, as the machine counts.</param>
/// <param name="Words">Its command line; empty where it ended before that could be read.</param>
/// <param name="Network">Its network namespace, by which a host is known; empty as above.</param>
/// <param name="Began">When the process became this program; <see cref="MonotonicClock"/>.</param>
internal sealed record ProgramRun(int Process, IReadOnlyList<string> Words, string Network, TimeSpan Began)
{
    /// <summary>When the process ended; null while it runs.</summary>
    public TimeSpan? Ended { get; init; }

    /// <summary>Its command line.</summary>
    public string CommandLine => string.Join(' ', Words);
}
