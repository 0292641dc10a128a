namespace Halo.Engine.Tests.World;

/// <summary>What the referee demands of the texts that people read.</summary>
internal sealed partial class Referee
{
    /// <summary>Everything that is not as it should be is explained, in whole sentences.</summary>
    private static void JudgeTexts(FailoverDomain domain, DomainState state, StepResult result)
    {
        foreach (var wait in state.Waits)
        {
            Demand(IsWhole(wait.Reason.Because) && IsWhole(wait.WayOut), $"a wait that does not explain itself: {wait}");
        }

        foreach (var refusal in state.Refusals)
        {
            Demand(IsWhole(refusal.Reason.Because) && IsWhole(refusal.Wanted), $"a refusal that does not explain itself: {refusal}");
        }

        for (var g = 0; g < domain.Groups.Length; g++)
        {
            var group = domain.Groups[g];
            var isComplete = group.Hosts.Any(host => group.Members.All(member => state[member, host].IsRunning));
            Demand(isComplete || state.Waits.Any(wait => string.Equals(wait.Object, group.Id, StringComparison.Ordinal)),
                $"{group.Id} does not run completely and nothing says why");
        }

        Demand(result.Ignored is not { } ignored || IsWhole(ignored), "an input was ignored without a reason");
    }

    private static bool IsWhole(string text) =>
        text.Trim().Length > 0 && !text.EndsWith(": ", StringComparison.Ordinal) && !text.Contains("()", StringComparison.Ordinal);
}
