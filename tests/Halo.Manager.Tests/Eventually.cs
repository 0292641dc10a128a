using System.Diagnostics;

namespace Halo.Manager.Tests;

/// <summary>Waits for a condition, with a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    internal static async Task IsTrueAsync(Func<bool> condition)
    {
        var began = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < Deadline, $"the condition did not come true within {Deadline}");
            await Task.Delay(5);
        }
    }

    internal static Task<T> EndsAsync<T>(Task<T> task) => task.WaitAsync(Deadline);

    internal static Task EndsAsync(Task task) => task.WaitAsync(Deadline);
}
