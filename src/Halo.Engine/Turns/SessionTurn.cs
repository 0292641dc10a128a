namespace Halo.Engine.Turns;

/// <summary>
/// The manager's sessions with remotes (rule S1): when they are asked for, what is taken over when one is open, and what is asked for again in it.
/// </summary>
internal static class SessionTurn
{
    private static readonly TimeSpan RefusedSessionRetry = TimeSpan.FromSeconds(2);

    public static string? Take(DomainTurn turn, SessionOpened opened)
    {
        var index = opened.Host.Host;
        var host = turn.Host(index);
        if (host.Operating?.Number != opened.Connection
            || host.Session.Stage != SessionStage.Opening
            || host.Session.Number != opened.Session)
        {
            return "that session was asked for on an earlier connection";
        }

        turn.Set(index, host with { Session = SessionState.Open(opened.Session), LastOpenedSession = opened.Session, ContinuesAfterSwitch = false });
        if (!host.ContinuesAfterSwitch)
        {
            turn.ForResourcesOf(index, resource => K5ProbeAfresh.Apply(resource, turn.Now));
        }

        Adopt(turn, index, opened.InFlight);
        return null;
    }

    public static string? Take(DomainTurn turn, SessionRefused refused)
    {
        var index = refused.Host.Host;
        var host = turn.Host(index);
        if (host.Operating?.Number != refused.Connection || host.Session.Number != refused.Session)
        {
            return "that session was asked for on an earlier connection";
        }

        if (refused.OtherManager is { } other && !string.Equals(host.Session.OtherManager, other, StringComparison.Ordinal))
        {
            turn.Note(EventKind.Passive, turn.NameOfHost(index), $"it is driven by another manager, {other}");
        }

        if (refused.OtherManager is not null || refused.LastSession > host.LastOpenedSession)
        {
            ForgetSightings(turn);
        }

        // A refusal that names nobody says nothing about another manager that was named before: only an open session does.
        turn.Set(index, host with
        {
            Session = SessionState.Refused(
                Math.Max(refused.LastSession, host.Session.Number),
                refused.OtherManager ?? host.Session.OtherManager,
                refused.Why,
                turn.Now + RefusedSessionRetry),
            ContinuesAfterSwitch = false,
        });
        return null;
    }

    /// <summary>
    /// The answer to a start or stop was lost on a connection that lives. What the remote says of it counts in a newer session
    /// only (rule K6), because the request itself may still be on its way.
    /// </summary>
    public static void RenewSession(DomainTurn turn, int index) => turn.Set(index, turn.Host(index).WithSessionToRenew(continues: true));

    public static void AskForSession(DomainTurn turn, int index)
    {
        var host = turn.Host(index);
        if (turn.Mode == OperatingMode.Observe || !host.CanBeAsked())
        {
            return;
        }

        if (host.Session.Stage == SessionStage.Refused && host.Session.RetryAt > turn.Now)
        {
            turn.WakeAt(host.Session.RetryAt);
            return;
        }

        if (host.Session.Stage is SessionStage.None or SessionStage.Refused)
        {
            var number = host.Session.Number + 1;
            turn.Set(index, host with { Session = host.Session with { Stage = SessionStage.Opening, Number = number } });
            turn.Do(new OpenSession
            {
                Host = new HostRef(turn.Domain.Index, index),
                Connection = host.Operating!.Number,
                Remote = host.Operating.Remote,
                Session = number,
                Reason = new Reason(RuleId.S1, $"HALO may start and stop things on {turn.NameOfHost(index)} in its own session only"),
            });
        }
    }

    /// <summary>
    /// Starts and stops whose answer was lost are asked for again, as soon as somebody can answer. The remote's word that it
    /// never got one counts in a newer session only (rule K6): in an older one what is stuck on the way can still begin.
    /// </summary>
    public static void AskAgain(DomainTurn turn, int index)
    {
        var host = turn.Host(index);
        if (!turn.CanDrive(index))
        {
            return;
        }

        for (var resource = 0; resource < turn.Domain.Resources.Length; resource++)
        {
            if (turn.Resource(resource, index) is not { IsChanging: true, InFlight: { AskAgainAt: { } at } operation } state)
            {
                continue;
            }

            if (at > turn.Now)
            {
                turn.WakeAt(at);
                continue;
            }

            turn.Set(resource, index, state with { InFlight = operation with { AskAgainAt = null } });
            turn.Do(new RecallOperation
            {
                Host = new HostRef(turn.Domain.Index, index),
                Connection = host.Operating!.Number,
                Remote = host.Operating.Remote,
                Operation = operation.Id,
                Reason = new Reason(RuleId.K6, $"the answer to the {Word(operation.Kind)} of {turn.NameOfResource(resource)} was lost"),
            });
        }
    }

    /// <summary>Takes starts and stops that another run of a manager sent as in flight.</summary>
    public static void Adopt(DomainTurn turn, int index, ImmutableArray<ForeignOperation> operations)
    {
        foreach (var operation in operations)
        {
            for (var resource = 0; resource < turn.Domain.Resources.Length; resource++)
            {
                var state = turn.Resource(resource, index);
                if (operation.Kind != OperationKind.Monitor
                    && string.Equals(turn.NameOfResource(resource), operation.Resource, StringComparison.Ordinal)
                    && turn.Domain.MayRunOn(resource, index)
                    && !state.IsChanging)
                {
                    turn.Set(resource, index, K6Operations.Sent(
                        state,
                        new Operation(operation.Id, operation.Kind, turn.Now, IsProbe: false, turn.Host(index).LastRemote!)
                        {
                            AskAgainAt = turn.Now,
                        }));
                }
            }
        }
    }

    /// <summary>
    /// Another manager has had a session in the domain, and may have moved what ran there to any of its hosts: that it was seen running says
    /// nothing for a restart in place any more (rules P1 and S1).
    /// </summary>
    public static void ForgetSightings(DomainTurn turn)
    {
        foreach (var host in turn.AllHosts)
        {
            turn.ForResourcesOf(host, resource => resource with { SeenRunningAt = null });
        }
    }

    private static string Word(OperationKind kind) => kind == OperationKind.Start ? "start" : "stop";
}
