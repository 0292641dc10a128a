using System.Diagnostics;

namespace Halo.Agents.Tests;

/// <summary>Waits for a condition, with a deadline.</summary>
internal static class Eventually
{
    internal static async Task IsTrueAsync(Func<bool> condition)
    {
        var began = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(10), "the condition did not come true within 10 s");
            await Task.Delay(10);
        }
    }
}
