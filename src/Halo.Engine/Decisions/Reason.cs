namespace Halo.Engine.Decisions;

/// <summary>Why the engine does or does not do a thing: a rule, and the facts in one sentence.</summary>
public sealed record Reason(RuleId Rule, string Because)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Because} ({Rule})";
}

/// <summary>A wanted action that a rule forbids.</summary>
/// <param name="Object">The host or group.</param>
/// <param name="Wanted">What the engine wanted to do.</param>
/// <param name="Reason">Why it does not.</param>
public sealed record Refusal(string Object, string Wanted, Reason Reason);

/// <summary>What an object that is not as it should be waits for.</summary>
/// <param name="Object">The group.</param>
/// <param name="Reason">The rule and the facts.</param>
/// <param name="WayOut">What ends the wait: an event that will come, or what an administrator can do.</param>
public sealed record Wait(string Object, Reason Reason, string WayOut)
{
    /// <summary>Whether it soon ends by itself: a monitor, a start, a stop or a question about power has not ended.</summary>
    public bool IsPassing { get; init; }
}
