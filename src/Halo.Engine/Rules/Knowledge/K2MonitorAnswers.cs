namespace Halo.Engine.Rules.Knowledge;

/// <summary>
/// Rule K2: what a monitor's answer means. Safety: a resource is called Stopped only on two answers of 7 in a row, on one
/// after a stop that returned 0, or where its software is not installed; one odd answer changes nothing.
/// </summary>
internal static class K2MonitorAnswers
{
    /// <summary>The resource after an answer; its next monitor is due at once where this one must be confirmed.</summary>
    public static ResourceState Apply(ResourceState resource, AgentOutcome outcome, bool wasProbe, Instant now, TimeSpan interval)
    {
        var seen = resource with { MonitorDue = now + interval };
        if (outcome.LeftBehind.Length > 0)
        {
            seen = seen with { Tainted = true, StopSucceeded = false };
        }

        return outcome switch
        {
            { Kind: OutcomeKind.Lost } => seen with { MonitorDue = now },
            _ when outcome.Exited(OcfExitCode.Success) => Running(seen, "", now),
            _ when outcome.Exited(OcfExitCode.Degraded) => Running(seen, $"degraded{Colon(outcome.Reason)}", now),
            _ when outcome.Exited(OcfExitCode.NotRunning) => NotRunning(seen, outcome, now),
            _ when outcome.Exited(OcfExitCode.NotInstalled) && wasProbe && !seen.Tainted =>
                Stopped(seen, StopProof.NotInstalled, outcome.Describe()),
            _ => Error(seen, outcome.Describe(), now),
        };
    }

    private static ResourceState Running(ResourceState resource, string why, Instant now)
    {
        var seen = resource with
        {
            Knowledge = State.Knowledge.Running(why),
            Unconfirmed = Unconfirmed.None,
            StopSucceeded = false,
            Died = false,
            SeenRunningAt = now,
        };

        return resource.StopSucceeded
            ? seen with
            {
                Failure = new Failure(OperationKind.Stop, "it returned 0 and the monitor says that it still runs"),
                Tainted = true,
            }
            : seen;
    }

    private static ResourceState NotRunning(ResourceState resource, AgentOutcome outcome, Instant now)
    {
        if (resource.StopSucceeded)
        {
            return Stopped(resource, StopProof.AfterStop, "") with { Tainted = false };
        }

        if (resource.Tainted)
        {
            return resource with { Knowledge = K6Operations.SevenProvesNothing(resource, outcome), Unconfirmed = Unconfirmed.None };
        }

        if (resource.Knowledge.Kind == KnowledgeKind.Stopped)
        {
            return resource with { Unconfirmed = Unconfirmed.None };
        }

        return resource.Unconfirmed == Unconfirmed.NotRunning
            ? Stopped(resource, StopProof.TwoMonitors, "")
            : resource with { Unconfirmed = Unconfirmed.NotRunning, MonitorDue = now };
    }

    private static ResourceState Stopped(ResourceState resource, StopProof proof, string why)
    {
        var ran = resource.IsRunning
            || (resource.Knowledge.Kind == KnowledgeKind.Unknown && resource.LastKnown == KnowledgeKind.Running);
        return resource with
        {
            Knowledge = State.Knowledge.Stopped(proof, why),
            Unconfirmed = Unconfirmed.None,
            Died = (resource.Died || ran) && proof == StopProof.TwoMonitors,
        };
    }

    private static ResourceState Error(ResourceState resource, string why, Instant now) =>
        resource.IsError || resource.Unconfirmed == Unconfirmed.Error
            ? resource with { Knowledge = State.Knowledge.Error(why), Unconfirmed = Unconfirmed.None }
            : resource with { Unconfirmed = Unconfirmed.Error, MonitorDue = now };

    private static string Colon(string reason) => reason.Length > 0 ? $": {reason}" : "";
}
