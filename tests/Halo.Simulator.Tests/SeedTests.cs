using System.Globalization;
using Xunit.Abstractions;

namespace Halo.Simulator.Tests;

/// <summary>
/// At least 20,000 schedules in every test run: a fixed set, so that what was once clean stays so, and one that is derived from the
/// commit, so that every commit looks where nobody has looked before.
/// </summary>
public sealed class SeedTests(ITestOutputHelper output)
{
    private const long FixedSeeds = 10_000;
    private const long SeedsOfTheCommit = 10_000;

    [Fact]
    public void Every_schedule_of_the_fixed_set_is_safe_and_ends_well_and_every_rule_has_a_say()
    {
        var campaign = Play(1, FixedSeeds);

        Assert.True(!campaign.NeverHit.Any(), $"no schedule hit {string.Join(", ", campaign.NeverHit)}");
    }

    [Fact]
    public void Every_schedule_of_the_commit_is_safe_and_ends_well()
    {
        var commit = SourceFolder.Commit();
        var from = commit is null ? FixedSeeds + 1 : 1_000_000 + (long.Parse(commit.AsSpan(0, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture) * 100_000);
        output.WriteLine($"commit {commit ?? "unknown"}");

        Play(from, SeedsOfTheCommit);
    }

    private Campaign Play(long from, long count)
    {
        output.WriteLine($"seeds {from} to {from + count - 1}");
        var campaign = Campaign.Play(from, count);
        output.WriteLine(campaign.Describe());
        foreach (var (seed, failure) in campaign.Failures)
        {
            var small = Shrinker.Shrink(ScheduleDraw.Draw(seed), failure.Check!);
            Assert.Fail($"seed {seed}: {failure.What}\nsmall enough to read; ./simulate --seed {seed} --shrink writes it to a file:\n{ScheduleText.Format(small)}");
        }

        return campaign;
    }
}
