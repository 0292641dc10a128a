namespace Halo.Engine.Rules.Knowledge;

/// <summary>
/// Rule K4: what a verified power-off proves, and for how long. Safety: the proof dates from the moment when the question was sent
/// to which the fence agent said OFF. Whatever the host answers to anything sent later ends it, and a start asks again when
/// it is not fresh.
/// </summary>
internal static class K4PowerOff
{
    /// <summary>A start that rests on an older proof asks for the status first; also how often a blocking host's power is asked.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The host's power status is OFF. Returns whether that proves anything: not while the host answers, because then either its last
    /// answer is out of date, which the next probe tells, or its fence agent is told to look at another plug.
    /// </summary>
    public static bool Prove(DomainTurn turn, int index, Instant askedAt)
    {
        if (turn.Host(index).BestAnswer() == PathAnswer.Answered)
        {
            HostTurn.ProbeOnce(turn, index, turn.Now, new Reason(RuleId.K4, $"its power status is OFF, and {turn.NameOfHost(index)} answers"));
            return false;
        }

        if (turn.Host(index).AnsweredAt() is { } answered && answered > askedAt)
        {
            return false;
        }

        Assume(turn, index, askedAt);
        return true;
    }

    /// <summary>The host is off, as a proof or in what is only imagined.</summary>
    public static void Assume(DomainTurn turn, int index, Instant askedAt)
    {
        HostTurn.LeaveConnection(turn, index);
        var host = turn.Host(index);
        turn.Set(index, host with
        {
            Off = new OffProof(askedAt, turn.Now),
            Session = SessionState.None with { Number = host.Session.Number },
            Forgotten = true,
            Unusable = null,
        });
        turn.ForResourcesOf(index, Apply);
    }

    /// <summary>The host may have power again: what the proof said is not known any more.</summary>
    public static void EndProof(DomainTurn turn, int index, string why)
    {
        var host = turn.Host(index);
        if (host.Off is null)
        {
            return;
        }

        // The answer that the proof rests on is out of date as well; a newer one than that is kept.
        turn.Set(index, host with
        {
            Off = null,
            Power = host.Power is { Answer: PowerAnswer.Off } ? null : host.Power,
            HasComeBack = host.IsConnected(),
        });
        turn.Note(EventKind.Power, turn.NameOfHost(index), $"not verified off any more: {why}");
        turn.ForResourcesOf(index, resource => resource.Knowledge.Proof == StopProof.PowerOff
            ? K5ProbeAfresh.Drop(resource, $"{turn.NameOfHost(index)} is not verified off any more: {why}")
            : resource);
    }

    /// <summary>Whether a probe's end shows that a host which was verified off has power again.</summary>
    public static bool IsDisprovenBy(HostState host, PathState path, PathProbed probed)
    {
        if (host.Off is not { } off || probed.SentAt <= off.AskedAt)
        {
            return false;
        }

        // Only the host's own kernel refuses where nothing answered before; a path that refuses all along may have another's.
        var wasSilent = path.Answer == PathAnswer.Silent && path.ProbedAt > off.AskedAt;
        return probed.Answer == PathAnswer.Answered
            || (wasSilent && probed.Answer is PathAnswer.Refused or PathAnswer.Mute);
    }

    /// <summary>Whether a resource's proof is one that a start must not rest on without asking again.</summary>
    public static bool IsStale(DomainTurn turn, ResourceState resource, int host) =>
        resource.Knowledge.Proof == StopProof.PowerOff
        && (turn.Host(host).Off is not { } off || turn.Now - off.ConfirmedAt > Freshness);

    private static ResourceState Apply(ResourceState resource) => K5ProbeAfresh.Drop(resource, "") with
    {
        Knowledge = State.Knowledge.Stopped(StopProof.PowerOff),
        InFlight = null,
        Tainted = false,
        MonitorsUnheard = 0,
    };
}
