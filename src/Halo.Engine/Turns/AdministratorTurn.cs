namespace Halo.Engine.Turns;

/// <summary>What administrators ask for.</summary>
internal static class AdministratorTurn
{
    public static string? Take(DomainTurn turn, AdministratorAsked asked) => asked.Verb switch
    {
        AdministratorVerb.Manage => Manage(turn, asked),
        AdministratorVerb.Unmanage => Manage(turn, asked),
        _ => "not yet",
    };

    private static string? Manage(DomainTurn turn, AdministratorAsked asked)
    {
        if (asked.Position < 0 || asked.Position >= turn.Domain.Groups.Length)
        {
            return "there is no such group";
        }

        var managed = asked.Verb == AdministratorVerb.Manage;
        var group = turn.Domain.Groups[asked.Position];
        var state = turn.Group(asked.Position);
        if (state.Managed == managed)
        {
            return $"{group.Id} is {(managed ? "managed" : "unmanaged")} already";
        }

        turn.SetGroup(asked.Position, state with { Unmanaged = managed ? null : asked.Mark });
        turn.Note(managed ? EventKind.Manage : EventKind.Unmanage, group.Id, asked.Mark.Why, asked.Mark.By);
        if (managed)
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
