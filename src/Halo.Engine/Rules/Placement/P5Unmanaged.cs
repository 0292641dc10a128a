namespace Halo.Engine.Rules.Placement;

/// <summary>
/// Rule P5: an unmanaged group is never started, stopped or moved, and that beats every other placement rule. Safety: whoever wants to
/// start, stop or move a group asks here first; the other reasons to keep the hands off it (rules K7, P9 and S1) are told here as well.
/// </summary>
internal static class P5Unmanaged
{
    /// <summary>Why nobody may touch the group now, whatever it needs, and what ends that; null when HALO may.</summary>
    public static (Reason Reason, string WayOut)? WhyNotTouched(DomainTurn turn, int index)
    {
        var (group, state) = (turn.Domain.Groups[index], turn.Group(index));
        if (state.Unmanaged is { } mark)
        {
            return (new Reason(RuleId.P5, $"{group.Id} is unmanaged ({mark})"), $"halo manage {group.Id}");
        }

        if (state.Held is { } held)
        {
            return (new Reason(RuleId.K7, held), $"make sure that it does not run where or as it did before, then halo manage {group.Id}");
        }

        if (state.Conflict is { } conflict)
        {
            return (new Reason(RuleId.P9, conflict), P9Conflicts.WayOut(turn, group));
        }

        return S1OneManager.Find(turn) is { } other ? (other, S1OneManager.WayOut) : null;
    }
}
