namespace Halo.Engine.Rules.Placement;

/// <summary>
/// Rule P1: a start needs proof. Safety: this is the rule that keeps a resource from running on two hosts. Whatever another
/// rule wants started, nothing starts unless this one finds no obstacle.
/// </summary>
internal static class P1Proof
{
    /// <summary>Everything that forbids starting the group's root on a host; empty when it may start.</summary>
    public static IEnumerable<Obstacle> ObstaclesToRoot(DomainTurn turn, GroupConfig group, int target)
    {
        foreach (var host in group.Hosts)
        {
            // Dependents first: where they must be stopped, that is the order.
            foreach (var member in group.Members.Reverse())
            {
                if (Obstacle(turn, group, member, host, target) is { } obstacle)
                {
                    yield return obstacle;
                }
            }
        }
    }

    /// <summary>
    /// What forbids starting a dependent on the host where its root runs; null when it may start. What was known last counts, also where
    /// nothing is known now. Where nothing was ever known it may run: somebody may have started the root here by hand before this manager began.
    /// </summary>
    public static Obstacle? ObstacleToDependent(DomainTurn turn, GroupConfig group, int member, int target)
    {
        if (!turn.Domain.IsExclusive(member))
        {
            return null;
        }

        foreach (var host in group.Hosts)
        {
            var state = turn.Resource(member, host);
            if (host != target && (state.LastSeen != KnowledgeKind.Stopped || state.IsChanging || state.Tainted))
            {
                return new Obstacle(member, host, RuleId.P1, Say(turn, member, host));
            }
        }

        return null;
    }

    private static Obstacle? Obstacle(DomainTurn turn, GroupConfig group, int member, int host, int target)
    {
        var state = turn.Resource(member, host);
        if (state.IsChanging)
        {
            return new Obstacle(member, host, RuleId.P1, Say(turn, member, host));
        }

        if (host == target)
        {
            return member == group.Root && !state.IsStopped
                ? new Obstacle(member, host, RuleId.P1, Say(turn, member, host))
                : null;
        }

        if (!turn.Domain.IsExclusive(member) || IsRestartInPlace(turn, group, host, target))
        {
            return null;
        }

        if (!state.IsStopped)
        {
            return new Obstacle(member, host, RuleId.P1, Say(turn, member, host));
        }

        if (K4PowerOff.IsStale(turn, state, host))
        {
            return new Obstacle(member, host, RuleId.K4,
                $"{turn.NameOfHost(host)} was verified off a while ago, its power status must be asked again");
        }

        return S1OneManager.WhyNoProof(turn, host) is { } noProof ? new Obstacle(member, host, RuleId.S1, noProof) : null;
    }

    /// <summary>
    /// The group was seen running on the target after contact with the other host was lost: the other host cannot have
    /// taken it since, because only HALO would have started it there, and HALO had no contact. That says nothing about what
    /// ran there already when contact was lost.
    /// </summary>
    private static bool IsRestartInPlace(DomainTurn turn, GroupConfig group, int other, int target)
    {
        var host = turn.Host(other);
        return !host.IsConnected()
            && turn.Resource(group.Root, target).SeenRunningAt is { } seen
            && seen > (host.ContactLostAt ?? new Instant(-1))
            && !group.Members.Any(member => turn.Domain.IsExclusive(member) && turn.Resource(member, other).WasHeldWhenLastKnown);
    }

    private static string Say(DomainTurn turn, int member, int host)
    {
        var state = turn.Resource(member, host);
        var name = turn.NameOfResource(member);
        var on = turn.NameOfHost(host);
        return state switch
        {
            { IsChanging: true } => $"a {(state.InFlight!.Kind == OperationKind.Start ? "start" : "stop")} of {name} on {on} has not ended",
            { IsRunning: true } => $"{name} runs on {on}",
            { IsError: true } => $"{name} is in error on {on}: {state.Knowledge.Why}",
            { Knowledge.Kind: KnowledgeKind.Unknown } => $"{name} is not proven stopped on {on} ({WhyUnknown(turn, state, host)})",
            _ => $"{name} on {on} gave an answer that is being confirmed",
        };
    }

    private static string WhyUnknown(DomainTurn turn, ResourceState state, int host) =>
        turn.Host(host).IsConnected() ? state.Knowledge.Why : turn.Host(host).WhyNotConnected(turn.Domain.Hosts[host]);
}

/// <summary>One fact that forbids a start.</summary>
/// <param name="Member">The resource.</param>
/// <param name="Host">The host on which the resource stands in the way.</param>
/// <param name="Rule">The rule that forbids it.</param>
/// <param name="Because">The fact.</param>
internal sealed record Obstacle(int Member, int Host, RuleId Rule, string Because)
{
    public Reason Reason => new(Rule, Because);

    /// <summary>Whether it goes away by itself soon: something has not ended, or a monitor is about to tell.</summary>
    public bool IsPassing(DomainTurn turn)
    {
        var state = turn.Resource(Member, Host);
        return Rule switch
        {
            // The question is asked again by itself, but nobody may answer it.
            RuleId.K4 => turn.Host(Host).Power is not { Answer: PowerAnswer.Failed },
            RuleId.S1 => turn.Host(Host).Session.Stage != SessionStage.Refused,
            _ => turn.Host(Host).IsConnected()
                && (state.IsChanging || state.Knowledge.Kind == KnowledgeKind.Unknown || state.Unconfirmed != Unconfirmed.None),
        };
    }

    /// <summary>
    /// Whether a stop removes it: a start failed there, or the group last ran there and died. A stop that failed is not
    /// repeated (rule P8).
    /// </summary>
    public bool CanBeStopped(DomainTurn turn)
    {
        var state = turn.Resource(Member, Host);
        return turn.CanDrive(Host)
            && state.Failure is not { Kind: OperationKind.Stop }
            && (Rule == RuleId.P3 || state is { IsError: true, Tainted: true });
    }
}
