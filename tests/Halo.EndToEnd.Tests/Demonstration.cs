namespace Halo.EndToEnd.Tests;

/// <summary><c>./demo</c>, without a terminal.</summary>
public sealed class Demonstration
{
    [Fact]
    public async Task The_demos_story_comes_true()
    {
        var demo = await FinishedProgram.RunAsync(
            Path.Combine(Repository.Root, "demo"),
            ["--script"],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["HALO_BIN"] = Repository.Programs },
            limit: TimeSpan.FromMinutes(4));
        Assert.True(demo.Status == 0, demo.Output + demo.Error);
        Assert.Contains("ok  no process is left", demo.Output, StringComparison.Ordinal);
    }
}
