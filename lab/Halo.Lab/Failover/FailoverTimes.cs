namespace Halo.Lab.Failover;

/// <summary>
/// How long a failover took, from the fault to the mount of the target on the partner, and what took it. What is in no other part is HALO's
/// own: deciding, writing the state log, asking the partner, starting the agents, hearing of their ends, and every wait of its own.
/// </summary>
internal sealed record FailoverTimes
{
    /// <summary>From the fault to the mount.</summary>
    public required TimeSpan Total { get; init; }

    /// <summary>
    /// From the fault until the manager says that the host is lost; where its fence device told by itself that it is off, until the manager
    /// says that it is disconnected. What is longer than <c>detection_timeout</c> and <c>detection_interval</c> together is HALO's own.
    /// </summary>
    public required TimeSpan Detection { get; init; }

    /// <summary>The fence agent's <c>off</c>, from its start to its end; zero where it was not needed.</summary>
    public required TimeSpan Off { get; init; }

    /// <summary>The fence agent's <c>status</c>, all that were needed until one said OFF.</summary>
    public required TimeSpan Confirmed { get; init; }

    /// <summary>The resource agents' <c>start</c>, of the root from its start to its end, of the target until it is mounted.</summary>
    public required TimeSpan Start { get; init; }

    /// <summary>What of <see cref="Start"/> was spent in <c>mount</c> for the root.</summary>
    public required TimeSpan Mount { get; init; }

    /// <summary>What is left.</summary>
    public TimeSpan Own => Total - Detection - Off - Confirmed - Start;

    /// <summary>Takes the parts from what was seen.</summary>
    public static FailoverTimes Of(FailoverStory story)
    {
        var detection = story.Detected - story.Fault;
        return new FailoverTimes
        {
            Total = story.Mounted - story.Fault,
            Detection = detection < story.LongestDetection ? detection : story.LongestDetection,
            Off = story.Took(story.Off),
            Confirmed = story.Took(story.Statuses),
            Start = story.Took(story.Starts),
            Mount = story.Took(story.Mounts.Take(1)),
        };
    }
}
