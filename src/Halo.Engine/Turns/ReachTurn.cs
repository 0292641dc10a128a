namespace Halo.Engine.Turns;

/// <summary>
/// What happened to the manager itself. Such an input belongs to no failover domain; where it changes what silence means, every domain
/// is judged again.
/// </summary>
internal static class ReachTurn
{
    /// <summary>What events that concern the whole cluster are about.</summary>
    public const string Manager = "manager";

    public static StepResult Take(ClusterConfig config, ClusterState state, ClusterInput input) => input switch
    {
        LoopWasLate late => Take(state, late),
        PingHostsAsked { Answered: true } asked => Changed(config, state, state.Reach with { PingAnsweredAt = asked.SentAt }, asked.At),
        PingHostsAsked asked => Changed(config, state, state.Reach, asked.At),
        ClearAsked clear => new StepResult
        {
            State = state,
            Events = [new ClusterEvent(EventKind.Clear, Manager, clear.Why) { By = clear.By }],
        },
        _ => new StepResult { State = state, Ignored = "the engine does not know this kind of input" },
    };

    /// <summary>What is to be told when the manager finds itself cut off, or not any more.</summary>
    public static IEnumerable<ClusterEvent> Tell(Reach before, Reach after)
    {
        if (after.IsCutOff && !before.IsCutOff)
        {
            yield return new ClusterEvent(EventKind.CutOff, Manager, $"{F6CutOff.Say(after)}; nothing is fenced (F6)");
        }
        else if (before.IsCutOff && !after.IsCutOff)
        {
            yield return new ClusterEvent(EventKind.WindowsAnew, Manager, "it is not cut off any more; every silent host gets a full new window (F6)");
        }
    }

    private static StepResult Take(ClusterState state, LoopWasLate late) => new()
    {
        State = state with
        {
            Reach = state.Reach with { WindowsFrom = late.At },
            Domains = S1OneManager.MayHaveLostSessions(late.By) ? [.. state.Domains.Select(WithSessionsToRenew)] : state.Domains,
        },
        Events =
        [
            new ClusterEvent(EventKind.WindowsAnew, Manager,
                $"it was late by {late.By.TotalSeconds.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture)} s; every silent host gets a full new window (F1)"),
        ],
        ConcernsAll = true,
    };

    private static DomainState WithSessionsToRenew(DomainState domain) =>
        domain with { Hosts = [.. domain.Hosts.Select(host => host.WithSessionToRenew(continues: false))] };

    private static StepResult Changed(ClusterConfig config, ClusterState state, Reach reach, Instant now)
    {
        var after = F6CutOff.Judge(reach, config.Settings, now);
        return new StepResult
        {
            State = state with { Reach = after },
            Events = [.. Tell(state.Reach, after)],
            ConcernsAll = after.IsCutOff != state.Reach.IsCutOff,
        };
    }
}
