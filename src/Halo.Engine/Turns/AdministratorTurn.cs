namespace Halo.Engine.Turns;

/// <summary>What administrators ask for.</summary>
internal static class AdministratorTurn
{
    public static string? Take(DomainTurn turn, ManageAsked asked)
    {
        if (asked.Group.Group < 0 || asked.Group.Group >= turn.Domain.Groups.Length)
        {
            return "there is no such group";
        }

        var group = turn.Domain.Groups[asked.Group.Group];
        var state = turn.Group(asked.Group.Group);
        if (state.Managed == asked.Managed)
        {
            return $"{group.Id} is {(asked.Managed ? "managed" : "unmanaged")} already";
        }

        turn.SetGroup(asked.Group.Group, state with { Managed = asked.Managed });
        turn.Note(asked.Managed ? EventKind.Manage : EventKind.Unmanage, group.Id, asked.Why, asked.By);
        if (asked.Managed)
        {
            TakeOver(turn, group);
        }

        return null;
    }

    /// <summary>A group becomes managed: what failed before is forgotten (rule P8) and all is probed afresh (rule K5).</summary>
    private static void TakeOver(DomainTurn turn, GroupConfig group)
    {
        foreach (var member in group.Members)
        {
            foreach (var host in group.Hosts)
            {
                turn.Set(member, host, K5ProbeAfresh.Apply(P8Failures.Clear(turn.Resource(member, host)), turn.Now));
            }
        }
    }
}
