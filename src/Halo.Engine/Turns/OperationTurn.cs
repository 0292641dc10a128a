using Halo.Engine.StateLog;

namespace Halo.Engine.Turns;

/// <summary>What the engine learns from operations: each belongs to one resource on one host, and its id says to which.</summary>
internal static class OperationTurn
{
    private const string Late = "that operation is not awaited any more";

    private static readonly AgentOutcome LostWithItsInstance = new() { Kind = OutcomeKind.Lost, Sequence = 0 };

    public static string? Take(DomainTurn turn, OperationEnded ended)
    {
        var host = ended.Host.Host;
        if (Find(turn, host, ended.Operation) is not { } resource)
        {
            return Late;
        }

        var before = turn.Resource(resource, host);
        var operation = before.InFlight!;
        if (ended.Outcome.Sequence != 0 && ended.Outcome.Sequence <= before.Sequence && operation.Kind == OperationKind.Monitor)
        {
            turn.Set(resource, host, before with { InFlight = null, MonitorDue = turn.Now + turn.Settings.MonitorInterval });
            return "a later answer of that resource came before";
        }

        var taken = before with { InFlight = null, Sequence = Math.Max(before.Sequence, ended.Outcome.Sequence) };
        var after = operation.Kind == OperationKind.Monitor
            ? K2MonitorAnswers.Apply(taken, ended.Outcome, operation.IsProbe, turn.Now, turn.Settings.MonitorInterval)
            : K6Operations.Ended(taken, operation.Kind, ended.Outcome, turn.Now);
        turn.Set(resource, host, Weighed(turn, host, before, after));
        if (!IsKnownError(before, after, ended.Outcome))
        {
            Tell(turn, resource, host, before, after, operation.Kind);
        }

        Remember(turn, resource, host, after);
        return null;
    }

    /// <summary>
    /// An answer that comes when its host is lost tells how the operation ended, and what was last known; how things are there now
    /// nobody knows (rule K3). What is seen running outside this manager's session another one may move at any moment: that is no ground for
    /// a restart in place (rules P1 and S1).
    /// </summary>
    private static ResourceState Weighed(DomainTurn turn, int host, ResourceState before, ResourceState after)
    {
        var state = turn.Host(host).Forgotten
            ? K3LostHosts.Forget(after, turn.Host(host).WhyNotConnected(turn.Domain.Hosts[host]))
            : after;
        return turn.CanDrive(host) ? state : state with { SeenRunningAt = before.SeenRunningAt };
    }

    public static string? Take(DomainTurn turn, OperationNotRun notRun)
    {
        var host = notRun.Host.Host;
        if (Find(turn, host, notRun.Operation) is not { } resource)
        {
            return Late;
        }

        var before = turn.Resource(resource, host);
        if (before.IsChanging && turn.Mode == OperatingMode.Manage && turn.Host(host).Session.Stage != SessionStage.Open)
        {
            turn.Set(resource, host, before with { InFlight = before.InFlight! with { AskAgainAt = turn.Now } });
            return "that it was not run counts only when it is said in an open session";
        }

        turn.Set(resource, host, before switch
        {
            { IsChanging: false } => K2MonitorAnswers.Unheard(before, turn.Now, turn.Settings.MonitorInterval),
            _ when K6Operations.MayHaveEndedUnheard(before.InFlight!, turn.Host(host).LastRemote) =>
                K6Operations.Ended(before, before.InFlight!.Kind, LostWithItsInstance, turn.Now),
            _ => K6Operations.NotRun(before, notRun.Why, turn.Now + turn.Settings.DetectionInterval),
        });
        return null;
    }

    public static string? Take(DomainTurn turn, OperationUnanswered unanswered)
    {
        var host = unanswered.Host.Host;
        if (Find(turn, host, unanswered.Operation) is not { } resource)
        {
            return Late;
        }

        var before = turn.Resource(resource, host);
        if (before.IsChanging)
        {
            turn.Set(resource, host, before with
            {
                InFlight = before.InFlight! with { AskAgainAt = turn.Now + turn.Settings.DetectionInterval },
            });
            SessionTurn.RenewSession(turn, host);
        }
        else
        {
            turn.Set(resource, host, K2MonitorAnswers.Unheard(before, turn.Now, turn.Settings.MonitorInterval));
        }

        return null;
    }

    private static int? Find(DomainTurn turn, int host, string operation)
    {
        for (var resource = 0; resource < turn.Domain.Resources.Length; resource++)
        {
            if (string.Equals(turn.Resource(resource, host).InFlight?.Id, operation, StringComparison.Ordinal))
            {
                return resource;
            }
        }

        return null;
    }

    /// <summary>A 7 that proves nothing (rule K6) says only once more what was told when the operation failed.</summary>
    private static bool IsKnownError(ResourceState before, ResourceState after, AgentOutcome outcome) =>
        before.Tainted && after.IsError && outcome.Exited(OcfExitCode.NotRunning);

    /// <summary>Tells what an administrator wants to read in the morning: what changed, not what was found at the start.</summary>
    private static void Tell(
        DomainTurn turn, int resource, int host, ResourceState before, ResourceState after, OperationKind kind)
    {
        var name = turn.NameOfResource(resource);
        var on = $"on {turn.NameOfHost(host)}";
        if (after.Failure is { } failure && before.Failure != failure)
        {
            turn.Note(RecordedEvents.OfFailure(name, turn.NameOfHost(host), failure));
        }
        else if (after.IsError && !before.IsError)
        {
            turn.Note(EventKind.Error, name, $"{on}: {after.Knowledge.Why}");
        }
        else if (after.IsRunning && !before.IsRunning && (kind == OperationKind.Start || WasOtherThan(before, KnowledgeKind.Running)))
        {
            turn.Note(EventKind.Running, name, on);
        }
        else if (after.Knowledge.Kind != KnowledgeKind.Stopped || before.Knowledge.Kind == KnowledgeKind.Stopped)
        {
            return;
        }
        else if (after.Knowledge.Proof == StopProof.AfterStop)
        {
            turn.Note(RecordedEvents.OfProvenStop(name, turn.NameOfHost(host)));
        }
        else if (after.Died && MayHaveRun(before))
        {
            turn.Note(EventKind.Stopped, name, $"{on}: it ran, and HALO did not stop it");
        }
    }

    private static bool MayHaveRun(ResourceState before) =>
        before.Knowledge.Kind != KnowledgeKind.Unknown || before.LastKnown == KnowledgeKind.Running;

    private static bool WasOtherThan(ResourceState before, KnowledgeKind kind)
    {
        var known = before.Knowledge.Kind == KnowledgeKind.Unknown ? before.LastKnown : before.Knowledge.Kind;
        return known != KnowledgeKind.Unknown && known != kind;
    }

    private static void Remember(DomainTurn turn, int resource, int host, ResourceState after)
    {
        foreach (var group in turn.Domain.GroupsOfResource[resource])
        {
            if (after.IsRunning && after.SeenRunningAt == turn.Now && turn.Domain.Groups[group].Root == resource)
            {
                turn.SetGroup(group, turn.Group(group) with { LastRanOn = host });
            }
        }
    }
}
