using Xunit.Abstractions;

namespace Halo.Simulator.Tests;

/// <summary>What seeds may miss: in a world of two hosts and one group, every sequence of three faults or commands.</summary>
public sealed class SmallWorldTests(ITestOutputHelper output)
{
    private const int Depth = 3;

    [Fact]
    public void Every_sequence_of_three_is_safe_and_ends_well()
    {
        var played = 0;
        Parallel.ForEach(SmallWorld.All(Depth), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, schedule =>
        {
            var result = ScheduleRun.Play(schedule);

            Assert.True(result.IsWell, $"{result.What}\n{ScheduleText.Format(schedule)}");
            Interlocked.Increment(ref played);
        });

        output.WriteLine($"{played} schedules");
    }
}
