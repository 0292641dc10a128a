namespace Halo.Engine.Rules.Knowledge;

/// <summary>
/// Rule K2: what a monitor's answer means. Safety: a resource is called Stopped only on two answers of 7 in a row, on one
/// after a stop that returned 0, or where its software is not installed; one odd answer changes nothing.
/// </summary>
internal static class K2MonitorAnswers
{
    private const int UnheardUntilUnknown = 2;

    /// <summary>The resource after an answer; its next monitor is due at once where this one must be confirmed.</summary>
    public static ResourceState Apply(ResourceState resource, AgentOutcome outcome, bool wasProbe, Instant now, TimeSpan interval)
    {
        var looked = outcome.LeftBehind.Length > 0 ? ProcessLeft(resource, outcome) : resource;
        var seen = looked with { MonitorDue = now + interval, MonitorsUnheard = 0 };
        return outcome switch
        {
            { Kind: OutcomeKind.Lost or OutcomeKind.NotStarted } => Unheard(looked, now, interval, outcome.Describe()),
            _ when outcome.Exited(OcfExitCode.Success) => Running(seen, "", now),
            _ when outcome.Exited(OcfExitCode.Degraded) => Running(seen, $"degraded{Colon(outcome.Reason)}", now),
            _ when outcome.Exited(OcfExitCode.NotRunning) => NotRunning(seen, outcome, now),
            _ when outcome.Exited(OcfExitCode.NotInstalled) && wasProbe && !seen.Tainted && !RanWhenLastKnown(seen) =>
                Stopped(seen, StopProof.NotInstalled, outcome.Describe()),
            _ => Error(seen, outcome.Describe(), now),
        };
    }

    /// <summary>
    /// No answer came to a monitor, or its agent could not be run, though the host answers otherwise. What was known may be outdated: after the second in a
    /// row nothing is known.
    /// </summary>
    public static ResourceState Unheard(
        ResourceState resource, Instant now, TimeSpan interval, string why = "its monitors are not answered")
    {
        var unheard = resource with { InFlight = null, MonitorDue = now + interval, MonitorsUnheard = resource.MonitorsUnheard + 1 };
        return unheard.MonitorsUnheard < UnheardUntilUnknown
            ? unheard
            : K5ProbeAfresh.Drop(unheard, why);
    }

    /// <summary>
    /// The remote looks for processes of the resource whatever became of the monitor, also when it could not be run. Beside one nothing is
    /// stopped.
    /// </summary>
    private static ResourceState ProcessLeft(ResourceState resource, AgentOutcome outcome) => resource.StopSucceeded
        ? StopDisproven(resource, $"a process of it is left: {string.Join(", ", outcome.LeftBehind)}")
        : resource with
        {
            Tainted = true,
            Knowledge = resource.IsStopped ? K6Operations.SevenProvesNothing(resource, outcome) : resource.Knowledge,
        };

    private static ResourceState Running(ResourceState resource, string why, Instant now)
    {
        var seen = resource.StopSucceeded ? StopDisproven(resource, "the monitor says that it still runs") : resource;
        return seen with
        {
            Knowledge = State.Knowledge.Running(why),
            Unconfirmed = Unconfirmed.None,
            Died = false,
            SeenRunningAt = now,
        };
    }

    private static ResourceState NotRunning(ResourceState resource, AgentOutcome outcome, Instant now)
    {
        if (resource.StopSucceeded)
        {
            return Stopped(resource, StopProof.AfterStop, "") with { Tainted = false, StopSucceeded = false };
        }

        if (resource.Tainted)
        {
            return resource with
            {
                Knowledge = K6Operations.SevenProvesNothing(resource, outcome),
                Unconfirmed = Unconfirmed.None,
                Died = resource.Died || Ran(resource),
            };
        }

        // What was proven by missing software is not proven any more once the software answers.
        if (resource.Knowledge is { Kind: KnowledgeKind.Stopped, Proof: not StopProof.NotInstalled })
        {
            return resource with { Unconfirmed = Unconfirmed.None };
        }

        return resource.Unconfirmed == Unconfirmed.NotRunning
            ? Stopped(resource, StopProof.TwoMonitors, "")
            : ToBeConfirmed(resource, Unconfirmed.NotRunning, now);
    }

    private static ResourceState Stopped(ResourceState resource, StopProof proof, string why) => resource with
    {
        Knowledge = State.Knowledge.Stopped(proof, why),
        Unconfirmed = Unconfirmed.None,
        Died = resource.Died || (Ran(resource) && proof == StopProof.TwoMonitors),
    };

    private static ResourceState Error(ResourceState resource, string why, Instant now)
    {
        if (!resource.IsError && resource.Unconfirmed != Unconfirmed.Error)
        {
            return ToBeConfirmed(resource, Unconfirmed.Error, now);
        }

        var seen = resource.StopSucceeded ? StopDisproven(resource, $"the monitor says: {why}") : resource;
        return seen with
        {
            Knowledge = State.Knowledge.Error(why),
            Unconfirmed = Unconfirmed.None,
            Died = seen.Died || Ran(seen),
        };
    }

    /// <summary>
    /// An answer that must come twice. The second is asked for at once, but not when the one before was odd too: an agent whose
    /// answers change every time would be asked without end.
    /// </summary>
    private static ResourceState ToBeConfirmed(ResourceState resource, Unconfirmed answer, Instant now) => resource with
    {
        Unconfirmed = answer,
        MonitorDue = resource.Unconfirmed == Unconfirmed.None ? now : resource.MonitorDue,
    };

    /// <summary>A stop returned 0 and did not stop it: a failed stop, which is not repeated (rule P8).</summary>
    private static ResourceState StopDisproven(ResourceState resource, string because) => resource with
    {
        Failure = new Failure(OperationKind.Stop, $"it returned 0 and {because}"),
        Tainted = true,
        StopSucceeded = false,
    };

    /// <summary>What ran here has its software: an answer of 5 then says that something was taken away beneath it.</summary>
    private static bool RanWhenLastKnown(ResourceState resource) =>
        resource.LastSeen is KnowledgeKind.Running or KnowledgeKind.Error;

    private static bool Ran(ResourceState resource) => resource.IsRunning
        || (resource.Knowledge.Kind == KnowledgeKind.Unknown && resource.LastKnown == KnowledgeKind.Running);

    private static string Colon(string reason) => reason.Length > 0 ? $": {reason}" : "";
}
