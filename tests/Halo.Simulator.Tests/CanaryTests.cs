using Xunit.Abstractions;

namespace Halo.Simulator.Tests;

/// <summary>
/// For every rule an engine in which it is broken, and the simulator must catch each within so many schedules: else it would not
/// see that somebody breaks it by mistake.
/// </summary>
public sealed class CanaryTests(ITestOutputHelper output)
{
    private const long SeedsAtMost = 40_000;

    public static TheoryData<string> Names => [.. Directory.GetFiles(SourceFolder.Canaries, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_caught(string name)
    {
        var canary = Canary.Parse(name, File.ReadAllText(Path.Combine(SourceFolder.Canaries, $"{name}.txt")));

        var failure = BrokenEngine.FirstFailure(canary, SeedsAtMost);

        Assert.True(failure is not null, $"{name} ({canary.Story}) was not caught in {SeedsAtMost} schedules");
        output.WriteLine($"{name} ({canary.Story}) caught: {failure}");
    }

    [Fact]
    public void Every_rule_has_a_canary()
    {
        var missing = Enum.GetNames<Halo.Engine.Rules.RuleId>().Except(Directory.GetFiles(SourceFolder.Canaries, "*.txt")
            .Select(file => Path.GetFileNameWithoutExtension(file)[..2]));

        Assert.Empty(missing);
    }
}
