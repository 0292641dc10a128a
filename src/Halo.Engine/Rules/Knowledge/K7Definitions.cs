using Halo.Engine.StateLog;

namespace Halo.Engine.Rules.Knowledge;

/// <summary>
/// Rule K7: a group whose definition changed while the manager was down is held like an unmanaged one. Safety: proof is asked of the
/// hosts that the configuration names; one that it does not name any more may still run the group.
/// </summary>
internal static class K7Definitions
{
    /// <summary>Releases a held group that is seen running on exactly one host, and records every definition that is not on record.</summary>
    public static void Judge(DomainTurn turn, int index)
    {
        var group = turn.Domain.Groups[index];
        var state = turn.Group(index);
        if (state.Held is not null && RunsOnExactlyOneHost(turn, group))
        {
            state = state with { Held = null };
        }
        else if (state is { Held: { } held, HoldIsTold: false })
        {
            turn.Note(RecordedDefinition.Of(turn.Domain, group).ToHeldEvent(group.Id, held));
            state = state with { HoldIsTold = true };
        }

        if (state is { Held: null, IsRecorded: false })
        {
            turn.Note(RecordedDefinition.Of(turn.Domain, group).ToEvent(group.Id));
            state = state with { IsRecorded = true };
        }

        turn.SetGroup(index, state);
    }

    /// <summary>All of it, as it is defined now: a root that runs says nothing about a dependent whose parameters have changed.</summary>
    private static bool RunsOnExactlyOneHost(DomainTurn turn, GroupConfig group)
    {
        var own = group.Members.Where(member => member == group.Root || turn.Domain.IsExclusive(member)).ToImmutableArray();
        return group.Hosts.Any(host => own.All(member => turn.Resource(member, host).IsRunning)
            && group.Hosts.All(other => other == host || !own.Any(member => turn.Resource(member, other) is { IsRunning: true } or { IsError: true })));
    }
}
