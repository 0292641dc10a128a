namespace Halo.Simulator.Runs;

/// <summary>What came of one schedule.</summary>
internal sealed record RunResult
{
    /// <summary>The check that failed; null where all is well.</summary>
    public string? Check { get; init; }

    /// <summary>What was seen, as a sentence.</summary>
    public string What { get; init; } = "";

    /// <summary>When, in simulated milliseconds; the length of the run where all is well.</summary>
    public long At { get; init; }

    /// <summary>How often the engine took a step.</summary>
    public long Steps { get; init; }

    public required RuleHits Hits { get; init; }

    public bool IsWell => Check is null;
}
