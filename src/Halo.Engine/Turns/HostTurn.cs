namespace Halo.Engine.Turns;

/// <summary>
/// Contact with hosts: which connection operations go over, and when everything on a host becomes Unknown.
/// </summary>
internal static class HostTurn
{
    /// <summary>Judges a host on the present state, at every step.</summary>
    public static void Judge(DomainTurn turn, int index)
    {
        ForgetWhenLost(turn, index);
        ChooseConnection(turn, index);
        SessionTurn.AskForSession(turn, index);
        SessionTurn.AskAgain(turn, index);
    }

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
            SessionTurn.ForgetSightings(turn);
        }

        if (!continues)
        {
            turn.ForResourcesOf(index, resource => K5ProbeAfresh.Apply(resource, turn.Now));
        }

        if (turn.Mode == OperatingMode.Observe)
        {
            SessionTurn.Adopt(turn, index, connection.InFlight);
        }
    }
}
