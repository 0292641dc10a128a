using Halo.Engine.Configuration;
using Halo.Engine.Decisions;
using Halo.Engine.Inputs;
using Halo.Protocol.Remote;

namespace Halo.Manager.Remotes;

/// <summary>Between the engine's words and the protocol's.</summary>
internal static class OperationMapping
{
    // A reason is a sentence on a page; an agent that prints a page has its own log for that.
    private const int LongestReason = 300;

    public static OperationRequest ToRequest(RunOperation run, ResourceConfig resource) => new()
    {
        Id = run.Operation,
        Session = run.Session,
        InstanceId = run.Remote.InstanceId,
        BootId = run.Remote.BootId,
        Resource = resource.Id,
        Kind = resource.Kind.ToString(),
        Action = ToAction(run.Kind),
        IntervalMilliseconds = (int)run.Interval.TotalMilliseconds,
        TimeoutMilliseconds = (int?)Timeout(run.Kind, resource.Timeouts)?.TotalMilliseconds,
        Parameters = resource.Parameters.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal),
    };

    public static AgentOutcome ToOutcome(OperationAnswer answer) => new()
    {
        Kind = answer.State switch
        {
            OperationState.Exited => OutcomeKind.Exited,
            OperationState.Signaled => OutcomeKind.Signaled,
            OperationState.TimedOut => OutcomeKind.TimedOut,
            OperationState.NotStarted => OutcomeKind.NotStarted,
            OperationState.OutcomeLost => OutcomeKind.Lost,
            OperationState.Running or OperationState.Refused =>
                throw new InvalidOperationException("An operation that runs or was never begun has no outcome."),
        },
        ExitCode = answer.ExitCode,
        Reason = Shorten(answer.Reason),
        Sequence = answer.Sequence,
        LeftBehind = [.. answer.LeftBehind.Select(Describe)],
    };

    public static ImmutableArray<ForeignOperation> ToForeign(OperationInFlight[] operations) =>
    [
        .. operations
            .Where(operation => operation.Action != AgentAction.Monitor)
            .Select(operation => new ForeignOperation(operation.Id, operation.Resource, ToKind(operation.Action))),
    ];

    private static string Shorten(string reason) =>
        reason.Length <= LongestReason ? reason : $"{reason[..LongestReason]}…";

    private static AgentAction ToAction(OperationKind kind) => kind switch
    {
        OperationKind.Monitor => AgentAction.Monitor,
        OperationKind.Start => AgentAction.Start,
        OperationKind.Stop => AgentAction.Stop,
    };

    private static OperationKind ToKind(AgentAction action) => action switch
    {
        AgentAction.Monitor => OperationKind.Monitor,
        AgentAction.Start => OperationKind.Start,
        AgentAction.Stop => OperationKind.Stop,
    };

    private static TimeSpan? Timeout(OperationKind kind, OperationTimeouts timeouts) => kind switch
    {
        OperationKind.Monitor => timeouts.Monitor,
        OperationKind.Start => timeouts.Start,
        OperationKind.Stop => timeouts.Stop,
    };

    private static string Describe(LeftProcess process) => process.WaitChannel.Length > 0
        ? $"{process.Name} (pid {process.Pid}, state {process.State}, waits in {process.WaitChannel})"
        : $"{process.Name} (pid {process.Pid}, state {process.State})";
}
