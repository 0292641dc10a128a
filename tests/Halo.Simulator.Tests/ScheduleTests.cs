namespace Halo.Simulator.Tests;

/// <summary>Schedules as files, and those that once showed a fault of the engine.</summary>
public sealed class ScheduleTests
{
    public static TheoryData<string> Files => [.. Directory.GetFiles(SourceFolder.Schedules, "*.schedule").Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void What_once_failed_is_well(string file)
    {
        var result = ScheduleRun.Play(ScheduleText.Parse(File.ReadAllText(Path.Combine(SourceFolder.Schedules, file))));

        Assert.True(result.IsWell, $"at {result.At} ms {result.What}");
    }

    [Fact]
    public void A_schedule_is_the_same_after_it_was_written_and_read()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var text = ScheduleText.Format(ScheduleDraw.Draw(seed));

            Assert.Equal(text, ScheduleText.Format(ScheduleText.Parse(text)));
        }
    }

    [Fact]
    public void The_same_schedule_always_comes_to_the_same_end()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            Assert.Equal(Trace(seed), Trace(seed));
        }
    }

    private static string Trace(long seed)
    {
        using var text = new StringWriter();
        ScheduleRun.Play(ScheduleDraw.Draw(seed), text);
        return text.ToString();
    }
}
