namespace Halo.Engine.Turns;

/// <summary>
/// What the engine learns about hosts and their connections: which connection operations go over, whose session the remote
/// is in, and when everything on a host becomes Unknown.
/// </summary>
internal static class HostTurn
{
    private static readonly TimeSpan RefusedSessionRetry = TimeSpan.FromSeconds(2);

    public static string? Take(DomainTurn turn, PathProbed probed)
    {
        var host = turn.Host(probed.Host.Host);
        if (probed.Path < 0 || probed.Path >= host.Paths.Length)
        {
            return "there is no such path";
        }

        var path = host.Paths[probed.Path];
        if (path.AnsweredAt is { } answered && probed.SentAt < answered)
        {
            return "a later probe of that path was answered before";
        }

        if (K4PowerOff.IsDisprovenBy(host, path, probed))
        {
            K4PowerOff.EndProof(turn, probed.Host.Host, "it answers again");
        }

        var sameAnswer = path.Answer == probed.Answer;
        var stillUnheard = IsUnheard(path.Answer) && IsUnheard(probed.Answer);
        SetPath(turn, probed.Host.Host, probed.Path, path with
        {
            Answer = probed.Answer,
            Since = sameAnswer ? path.Since : probed.SentAt,
            UnheardSince = stillUnheard ? path.UnheardSince : probed.SentAt,
            ProbedAt = probed.SentAt,
            AnsweredAt = probed.Answer == PathAnswer.Answered ? probed.SentAt : path.AnsweredAt,
            Detail = probed.Detail,
        });
        return null;
    }

    public static string? Take(DomainTurn turn, PathOpened opened)
    {
        var index = opened.Host.Host;
        var host = turn.Host(index);
        if (opened.Path < 0 || opened.Path >= host.Paths.Length)
        {
            return "there is no such path";
        }

        if (host.Off is { } off && opened.SentAt > off.AskedAt)
        {
            K4PowerOff.EndProof(turn, index, "its remote answers");
        }

        LeaveEarlierRemotes(turn, opened);
        if (turn.Host(index).Operating is { } replaced && replaced.Path == opened.Path && replaced.Number != opened.Connection)
        {
            LeaveConnection(turn, index);
        }

        var connection =
            new OpenConnection(opened.Path, opened.Connection, opened.Remote, opened.LastSession, opened.InFlight);
        SetPath(turn, index, opened.Path, turn.Host(index).Paths[opened.Path] with
        {
            Answer = PathAnswer.Answered,
            Since = opened.SentAt,
            ProbedAt = opened.SentAt,
            AnsweredAt = turn.Host(index).Paths[opened.Path].AnsweredAt is { } later && later > opened.SentAt ? later : opened.SentAt,
            Detail = "",
            Connection = connection,
        });
        return null;
    }

    public static string? Take(DomainTurn turn, PathClosed closed)
    {
        var index = closed.Host.Host;
        var host = turn.Host(index);
        if (closed.Path < 0 || closed.Path >= host.Paths.Length
            || host.Paths[closed.Path].Connection?.Number != closed.Connection)
        {
            return "that connection was closed before";
        }

        ClosePath(turn, index, closed.Path, closed.Why);
        return null;
    }

    /// <summary>
    /// A host has one remote: once another instance answers, what is connected to an earlier one is over, also where nobody has noticed yet
    /// (rule K5).
    /// </summary>
    private static void LeaveEarlierRemotes(DomainTurn turn, PathOpened opened)
    {
        var index = opened.Host.Host;
        for (var i = 0; i < turn.Host(index).Paths.Length; i++)
        {
            var path = turn.Host(index).Paths[i];
            if (i != opened.Path && path.Connection is { } other && other.Remote != opened.Remote
                && !(path.AnsweredAt is { } answered && answered > opened.SentAt))
            {
                ClosePath(turn, index, i, "another instance of its remote answers");
            }
        }
    }

    /// <summary>An answer came over what is closed now: only the next probe can tell how the host is. Silence goes on.</summary>
    private static void ClosePath(DomainTurn turn, int index, int number, string why)
    {
        var path = turn.Host(index).Paths[number];
        var closed = path with { Connection = null };
        SetPath(turn, index, number, path.Answer == PathAnswer.Answered
            ? closed with { Answer = PathAnswer.NotProbed, Since = turn.Now, Detail = why }
            : closed);
        turn.Set(index, turn.Host(index) with { Unusable = null });
        if (turn.Host(index).Operating?.Number == path.Connection!.Number)
        {
            LeaveConnection(turn, index);
        }
    }

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

    /// <summary>Has a host probed now, once for each moment after which its answer is needed.</summary>
    public static void ProbeOnce(DomainTurn turn, int index, Instant since, Reason reason)
    {
        var host = turn.Host(index);
        if (host.ProbeAskedAt is { } asked && asked >= since)
        {
            return;
        }

        turn.Set(index, host with { ProbeAskedAt = turn.Now });
        turn.Do(new ProbeHost { Host = new HostRef(turn.Domain.Index, index), Reason = reason });
    }

    /// <summary>Judges a host on the present state, at every step.</summary>
    public static void Judge(DomainTurn turn, int index)
    {
        ForgetWhenLost(turn, index);
        ChooseConnection(turn, index);
        AskForSession(turn, index);
        AskAgain(turn, index);
    }

    private static void ForgetWhenLost(DomainTurn turn, int index)
    {
        var host = turn.Host(index);
        if (host.Forgotten)
        {
            return;
        }

        var forgetAt = K3LostHosts.ForgetAt(host, turn.Settings);
        if (forgetAt > turn.Now)
        {
            turn.WakeAt(forgetAt);
            return;
        }

        Forget(turn, index);
    }

    private static void Forget(DomainTurn turn, int index)
    {
        var why = turn.Host(index).WhyNotConnected(turn.Domain.Hosts[index]);
        turn.Note(EventKind.Disconnected, turn.NameOfHost(index), why);
        LeaveConnection(turn, index);
        turn.Set(index, turn.Host(index) with { Forgotten = true });
        turn.ForResourcesOf(index, resource => K3LostHosts.Forget(resource, why));
    }

    private static void ChooseConnection(DomainTurn turn, int index)
    {
        var host = turn.Host(index);
        if (host.CanBeAsked() || host.Off is not null)
        {
            // What was opened before a power-off and is heard of after it says nothing (rule K4).
            return;
        }

        var connection = host.Paths
            .Where(path => path.Answer == PathAnswer.Answered && path.Connection is not null)
            .Select(path => path.Connection)
            .FirstOrDefault();
        if (connection is null)
        {
            return;
        }

        if (!string.Equals(connection.Remote.Version, turn.Version, StringComparison.Ordinal))
        {
            turn.Set(index, host with
            {
                Unusable = $"wrong version: its remote is HALO {connection.Remote.Version}, the manager is {turn.Version}",
            });
            if (!host.Forgotten)
            {
                Forget(turn, index);
            }

            return;
        }

        Take(turn, index, connection);
    }

    private static void Take(DomainTurn turn, int index, OpenConnection connection)
    {
        LeaveConnection(turn, index);
        var host = turn.Host(index);
        var sameRemote = host.LastRemote == connection.Remote;
        var continues = sameRemote && !host.Forgotten && host.Session.OtherManager is null;
        if (host.WasConnected && host.Forgotten)
        {
            turn.Note(EventKind.Connected, turn.NameOfHost(index), "");
        }

        turn.Set(index, host with
        {
            Operating = connection,
            // Read before it answered.
            Power = host.Power is { Answer: PowerAnswer.Off } ? null : host.Power,
            LastRemote = connection.Remote,
            Session = host.Session with { Number = Math.Max(host.Session.Number, connection.LastSession) },
            ContinuesAfterSwitch = continues,
            WasConnected = true,
            HasComeBack = true,
            LossIsTold = false,
            Forgotten = false,
            ContactLostAt = null,
            Unusable = null,
        });
        if (!sameRemote)
        {
            turn.ForResourcesOf(index, resource => resource with { Sequence = 0 });
        }

        if (connection.LastSession > host.LastOpenedSession)
        {
            ForgetSightings(turn);
        }

        if (!continues)
        {
            turn.ForResourcesOf(index, resource => K5ProbeAfresh.Apply(resource, turn.Now));
        }

        if (turn.Mode == OperatingMode.Observe)
        {
            Adopt(turn, index, connection.InFlight);
        }
    }

    /// <summary>
    /// Another manager has had a session in the domain, and may have moved what ran there to any of its hosts: that it was seen running says
    /// nothing for a restart in place any more (rules P1 and S1).
    /// </summary>
    private static void ForgetSightings(DomainTurn turn)
    {
        foreach (var host in turn.AllHosts)
        {
            turn.ForResourcesOf(host, resource => resource with { SeenRunningAt = null });
        }
    }

    private static void AskForSession(DomainTurn turn, int index)
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
    private static void AskAgain(DomainTurn turn, int index)
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
    private static void Adopt(DomainTurn turn, int index, ImmutableArray<ForeignOperation> operations)
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

    /// <summary>Nothing more will come over the connection: monitors are forgotten, starts and stops will be asked for again.</summary>
    public static void LeaveConnection(DomainTurn turn, int index)
    {
        var host = turn.Host(index);
        if (host.Operating is null)
        {
            return;
        }

        turn.Set(index, host with
        {
            Operating = null,
            Session = SessionState.None with { Number = host.Session.Number, OtherManager = host.Session.OtherManager },
            ContactLostAt = turn.Now,
        });
        if (host.Session.OtherManager is { } other)
        {
            // From now on the other manager acts there unseen: rule S1.
            turn.ForResourcesOf(index, resource => K3LostHosts.Forget(resource, $"{turn.NameOfHost(index)} was last driven by {other}"));
        }

        turn.ForResourcesOf(index, resource => resource switch
        {
            { IsChanging: true, InFlight: { } operation } =>
                resource with { InFlight = operation with { AskAgainAt = turn.Now } },
            { InFlight: not null } => resource with { InFlight = null, MonitorDue = turn.Now },
            _ => resource,
        });
    }

    private static bool IsUnheard(PathAnswer answer) => answer is PathAnswer.Silent or PathAnswer.Mute;

    private static void SetPath(DomainTurn turn, int host, int path, PathState state) =>
        turn.Set(host, turn.Host(host) with { Paths = turn.Host(host).Paths.SetItem(path, state) });

    private static string Word(OperationKind kind) => kind == OperationKind.Start ? "start" : "stop";
}
