namespace Halo.Engine.State;

/// <summary>How far a fence is.</summary>
public enum FenceStage
{
    /// <summary>The intent is being written to the state log.</summary>
    Announced,

    /// <summary>The fence agent was told to power the host off.</summary>
    PoweringOff,

    /// <summary>The fence agent is asked until it says OFF, or the deadline has passed.</summary>
    Verifying,
}

/// <summary>An attempt to fence a host.</summary>
/// <param name="Number">Counts the attempts on this host, also those of earlier lives of the manager.</param>
/// <param name="Stage">How far it is.</param>
/// <param name="Order">Who wants it.</param>
/// <param name="Reason">The rule and the facts from which it follows.</param>
public sealed record FenceAttempt(long Number, FenceStage Stage, FenceOrder Order, Reason Reason)
{
    /// <summary>While verifying: when <c>off</c> ended. Only an OFF that was asked for from then on counts.</summary>
    public Instant OffEndedAt { get; init; } = Instant.Never;

    /// <summary>While verifying: when to ask again.</summary>
    public Instant AskAt { get; init; }

    /// <summary>What the fence agent complained of when it was told <c>off</c>; empty where it did not.</summary>
    public string OffTrouble { get; init; } = "";

    /// <summary>What the last status was, or what the fence agent complained of then; empty before.</summary>
    public string StatusTrouble { get; init; } = "";

    /// <summary>Everything that is in the way, as a clause; empty where nothing is.</summary>
    public string Trouble => (OffTrouble, StatusTrouble) switch
    {
        ("", _) => StatusTrouble,
        (_, "") => $"off failed: {OffTrouble}",
        _ when string.Equals(OffTrouble, StatusTrouble, StringComparison.Ordinal) => $"off and status failed: {OffTrouble}",
        _ => $"off failed: {OffTrouble}; {StatusTrouble}",
    };

    /// <summary>
    /// What is remembered of it once it has begun. HALO's own order has neither time nor words of its own: then it is the intent's time,
    /// and what it follows from, as the state log has them too.
    /// </summary>
    public Mark MarkAt(string time) => Order.IsAutomatic && time.Length > 0 ? new Mark(Order.Mark.By, time, Reason.ToString()) : Order.Mark;
}

/// <summary>Who wants a host fenced.</summary>
/// <param name="Mark">HALO itself, or the administrator.</param>
/// <param name="Force">Whether rules F4 and F5 do not bind (rule A1).</param>
public sealed record FenceOrder(Mark Mark, bool Force)
{
    /// <summary>Whether HALO wants it by itself.</summary>
    public bool IsAutomatic => string.Equals(Mark.By, Mark.Halo, StringComparison.Ordinal);
}

/// <summary>The proof that a host has no power.</summary>
/// <param name="AskedAt">
/// When the question was sent to which the fence agent said OFF: whatever the host answers to what was sent after that ends the proof.
/// </param>
/// <param name="ConfirmedAt">When that answer came: a start that rests on an old one asks again.</param>
public sealed record OffProof(Instant AskedAt, Instant ConfirmedAt);

/// <summary>A call of a fence agent that has not ended.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Verb">What was asked for.</param>
/// <param name="SentAt">When.</param>
/// <param name="WhileConnected">Whether HALO talked to the host then.</param>
public sealed record PowerCall(long Number, PowerVerb Verb, Instant SentAt, bool WhileConnected);

/// <summary>What a fence agent said about a host's power.</summary>
/// <param name="Answer">ON, OFF, or that it failed.</param>
/// <param name="At">When it said so.</param>
/// <param name="Why">Why it failed; empty otherwise.</param>
public sealed record PowerReading(PowerAnswer Answer, Instant At, string Why);
