namespace Halo.Engine.Rules.Knowledge;

/// <summary>
/// Rule K6: what a start or stop makes known. Safety: from the moment it is sent the resource is Unknown, and only the
/// remote's word ends that; after a failure the resource must be taken to run until a stop has returned 0.
/// </summary>
internal static class K6Operations
{
    /// <summary>A start or stop is sent.</summary>
    public static ResourceState Sent(ResourceState resource, Operation operation) => resource with
    {
        LastKnown = resource.Knowledge.Kind == KnowledgeKind.Unknown ? resource.LastKnown : resource.Knowledge.Kind,
        Knowledge = State.Knowledge.Unknown(Describe(operation)),
        InFlight = operation,
        Unconfirmed = Unconfirmed.None,
        StopSucceeded = false,
        Died = resource.Died && operation.Kind == OperationKind.Stop,
    };

    /// <summary>A start or stop has ended. A monitor verifies the result at once.</summary>
    public static ResourceState Ended(ResourceState resource, OperationKind kind, AgentOutcome outcome, Instant now)
    {
        var ended = resource with { InFlight = null, MonitorDue = now };
        if (outcome.Kind == OutcomeKind.Lost)
        {
            // It may have failed: 7 proves nothing before a stop, as after any failure. If it does not run, the next start is a restart, so
            // that a start which ends its own remote is not repeated without limit (rule P8).
            return ended with
            {
                Knowledge = State.Knowledge.Unknown(outcome.Describe()),
                LastKnown = KnowledgeKind.Error,
                Died = ended.Died || kind == OperationKind.Start,
                Tainted = true,
            };
        }

        if (!outcome.Exited(OcfExitCode.Success) || outcome.LeftBehind.Length > 0)
        {
            return Failed(ended, kind, outcome);
        }

        return kind == OperationKind.Start
            ? ended with { Knowledge = State.Knowledge.Running(), SeenRunningAt = now }
            : ended with { Knowledge = State.Knowledge.Unknown("stopped, to be verified"), StopSucceeded = true };
    }

    /// <summary>
    /// A remote that was restarted has forgotten what ended under its predecessor: its word that an operation never came counts
    /// only if that was sent to itself, or if the host was rebooted since.
    /// </summary>
    public static bool MayHaveEndedUnheard(Operation operation, RemoteIdentity? now) =>
        now is not null
        && string.Equals(operation.Remote.BootId, now.BootId, StringComparison.Ordinal)
        && !string.Equals(operation.Remote.InstanceId, now.InstanceId, StringComparison.Ordinal);

    /// <summary>The remote never got it, or refused it: nothing happened there.</summary>
    public static ResourceState NotRun(ResourceState resource, string why, Instant monitorDue) => resource with
    {
        InFlight = null,
        Knowledge = State.Knowledge.Unknown(why),
        MonitorDue = monitorDue,
    };

    /// <summary>What is known when a monitor says 7 after a start or stop that failed.</summary>
    public static State.Knowledge SevenProvesNothing(ResourceState resource, AgentOutcome outcome)
    {
        if (outcome.LeftBehind.Length > 0)
        {
            return State.Knowledge.Error($"a process of it is left: {string.Join(", ", outcome.LeftBehind)}");
        }

        return resource.Failure is { } failure
            ? State.Knowledge.Error(Describe(failure))
            : State.Knowledge.Error("an earlier operation of it failed or its outcome was lost, and no stop has succeeded since");
    }

    /// <summary>The resource after a start or stop that failed, or that counts as failed.</summary>
    public static ResourceState Failed(ResourceState resource, Failure failure) =>
        resource with { Failure = failure, Tainted = true, Knowledge = State.Knowledge.Error(Describe(failure)) };

    /// <summary>A start or stop in flight as a clause.</summary>
    public static string Describe(Operation operation) =>
        operation.Kind == OperationKind.Start ? "is being started" : "is being stopped";

    /// <summary>A failure as a clause.</summary>
    public static string Describe(Failure failure) =>
        $"its {(failure.Kind == OperationKind.Start ? "start" : "stop")} failed: {failure.Because}";

    private static ResourceState Failed(ResourceState resource, OperationKind kind, AgentOutcome outcome)
    {
        var left = string.Join(", ", outcome.LeftBehind);
        var because = outcome switch
        {
            { LeftBehind.Length: 0 } => outcome.Describe(),
            _ when outcome.Exited(OcfExitCode.Success) => $"it returned 0 and a process of it is left: {left}",
            _ => $"{outcome.Describe()}; left behind: {left}",
        };
        return Failed(resource, new Failure(kind, because));
    }
}
