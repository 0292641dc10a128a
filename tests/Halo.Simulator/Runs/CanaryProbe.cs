namespace Halo.Simulator.Runs;

/// <summary>What the canary tests call, by reflection, in an assembly load context that holds a broken engine.</summary>
public static class CanaryProbe
{
    /// <summary>Plays seeds from 1 on until one fails: which, and what was seen; null when none does.</summary>
    /// <param name="seeds">How many at most.</param>
    public static string? FirstFailure(long seeds)
    {
        var campaign = Campaign.Play(1, seeds);
        return campaign.Failures.Count == 0
            ? null
            : $"seed {campaign.Failures.Keys.First()} after {campaign.Played} schedules: {campaign.Failures.Values.First().What}";
    }
}
