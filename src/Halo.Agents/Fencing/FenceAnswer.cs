namespace Halo.Agents.Fencing;

/// <summary>What a call of a fence agent came to.</summary>
public enum FenceAnswerKind
{
    /// <summary>
    /// It could not be run, it failed, or it did not end in time. The host may have been powered off or on nevertheless. First,
    /// so that what nobody has set proves nothing.
    /// </summary>
    Failed,

    /// <summary>The agent accepted <c>off</c> or <c>on</c>. That proves nothing: only a status does.</summary>
    Succeeded,

    /// <summary>The status is ON.</summary>
    PowerIsOn,

    /// <summary>The status is OFF.</summary>
    PowerIsOff,
}

/// <summary>The answer to a <see cref="FenceCall"/>.</summary>
/// <param name="Kind">What it came to.</param>
/// <param name="Reason">One sentence for people, without secrets: what the agent says, or what went wrong.</param>
public sealed record FenceAnswer(FenceAnswerKind Kind, string Reason);
