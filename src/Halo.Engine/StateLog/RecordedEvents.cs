using System.Globalization;

namespace Halo.Engine.StateLog;

/// <summary>
/// The events whose fields are read again at the next start, made beside the words that <see cref="LogReplay"/> looks for: what
/// is written and what is read cannot part.
/// </summary>
public static class RecordedEvents
{
    /// <summary>The stage of a fence that is about to begin.</summary>
    public const string Intent = "intent";

    /// <summary>The stage of a fence after which the host is verified off.</summary>
    public const string Done = "done";

    /// <summary>The stage of a fence after which the host is not known to be off.</summary>
    public const string Failed = "failed";

    /// <summary>The stage of a fence that no longer held right before <c>off</c>; that is no attempt.</summary>
    public const string Abandoned = "abandoned";

    /// <summary>The value of <see cref="EventField.Operation"/> for a start.</summary>
    public const string Start = "start";

    /// <summary>The value of <see cref="EventField.Operation"/> for a stop.</summary>
    public const string Stop = "stop";

    /// <summary>The value of a field that says yes.</summary>
    public const string Yes = "yes";

    /// <summary>The value of <see cref="ProofField"/> for a verified power-off.</summary>
    public const string Off = "off";

    /// <summary>The field of a <see cref="EventKind.Stopped"/> or a <see cref="EventKind.Power"/> that says what proves it.</summary>
    public const string ProofField = "proof";

    /// <summary>A stage of a fence.</summary>
    /// <param name="host">The host.</param>
    /// <param name="stage"><see cref="Intent"/>, <see cref="Done"/>, <see cref="Failed"/> or <see cref="Abandoned"/>.</param>
    /// <param name="attempt">The attempt's number on that host.</param>
    /// <param name="order">Who wants it.</param>
    /// <param name="comment">Why, or how it ended.</param>
    public static ClusterEvent OfFence(string host, string stage, long attempt, FenceOrder order, string comment) =>
        new(EventKind.Fence, host, comment)
        {
            By = order.Mark.By,
            Fields =
            [
                new EventField(EventField.Stage, stage),
                new EventField(EventField.Attempt, attempt.ToString(CultureInfo.InvariantCulture)),
                .. order.Force ? [new EventField(EventField.Force, Yes)] : ImmutableArray<EventField>.Empty,
            ],
        };

    /// <summary>A start or stop failed; it is not repeated (rule P8), and 7 proves nothing there (rule K6).</summary>
    public static ClusterEvent OfFailure(string resource, string host, Failure failure) =>
        new(EventKind.Failed, resource, $"{FailureLeadIn(host, failure.Kind)}{failure.Because}")
        {
            Fields = [new EventField(EventField.Host, host), new EventField(EventField.Operation, NameOf(failure.Kind))],
        };

    /// <summary>A 7 proves nothing there (rule K6), though no start or stop of it is known to have failed.</summary>
    public static ClusterEvent OfTaint(string resource, string host) =>
        new(EventKind.Tainted, resource, $"on {host}: until a stop has succeeded there, it counts as possibly running")
        {
            Fields = [new EventField(EventField.Host, host)],
        };

    /// <summary>
    /// A stop returned 0 and a monitor then said 7: from now on 7 counts again on that host (rule K6), also after a restart of the
    /// manager.
    /// </summary>
    public static ClusterEvent OfProvenStop(string resource, string host) =>
        new(EventKind.Stopped, resource, $"on {host}")
        {
            Fields = [new EventField(EventField.Host, host), new EventField(ProofField, Stop)],
        };

    /// <summary>A host is verified off without a fence: what failed there is proven stopped (rule K6), also after a restart of the manager.</summary>
    public static ClusterEvent OfPowerOff(string host) =>
        new(EventKind.Power, host, "verified off") { Fields = [new EventField(ProofField, Off)] };

    /// <summary>The agent's own reason in the comment of <see cref="OfFailure"/>.</summary>
    internal static string ReasonOf(string comment, string host, OperationKind kind)
    {
        var leadIn = FailureLeadIn(host, kind);
        return comment.StartsWith(leadIn, StringComparison.Ordinal) ? comment[leadIn.Length..] : comment;
    }

    private static string FailureLeadIn(string host, OperationKind kind) => $"on {host}: its {NameOf(kind)} failed: ";

    private static string NameOf(OperationKind kind) => kind == OperationKind.Stop ? Stop : Start;
}
