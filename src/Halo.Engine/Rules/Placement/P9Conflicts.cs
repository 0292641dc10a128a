namespace Halo.Engine.Rules.Placement;

/// <summary>
/// Rule P9: a group that runs, or may run, in two places is touched by nobody. Safety: HALO cannot know which of the two
/// holds the data that counts.
/// </summary>
internal static class P9Conflicts
{
    /// <summary>The conflict as a clause; null when there is none.</summary>
    public static string? Find(DomainTurn turn, GroupConfig group)
    {
        int? runner = null;
        var runningMember = 0;
        foreach (var member in group.Members.Where(turn.Domain.IsExclusive))
        {
            int? holder = null;
            foreach (var host in group.Hosts)
            {
                var state = turn.Resource(member, host);
                if ((state.IsRunning || state.IsError) && holder is { } other)
                {
                    return $"{Say(turn, member, other)} and {Say(turn, member, host)}";
                }

                if (state.IsRunning && runner is { } elsewhere && elsewhere != host)
                {
                    return $"{Say(turn, runningMember, elsewhere)} and {Say(turn, member, host)}";
                }

                holder = state.IsRunning || state.IsError ? host : holder;
                (runner, runningMember) = state.IsRunning ? (host, member) : (runner, runningMember);
            }
        }

        return null;
    }

    private static string Say(DomainTurn turn, int member, int host) =>
        $"{turn.NameOfResource(member)} is {(turn.Resource(member, host).IsRunning ? "Running" : "in Error")} on {turn.NameOfHost(host)}";
}
