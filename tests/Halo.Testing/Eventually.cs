using System.Diagnostics;

namespace Halo.Testing;

/// <summary>Waits for conditions, never for time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Generous: a loaded machine of two cores must not fail a test, and a test that passes never waits as long.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(20);

    /// <summary>Waits until the condition holds; throws <see cref="TimeoutException"/> with what was waited for.</summary>
    public static Task BecomesTrueAsync(string what, Func<bool> condition, TimeSpan? patience = null) =>
        BecomesTrueAsync(what, () => Task.FromResult(condition()), patience);

    /// <summary>Waits until the condition holds; throws <see cref="TimeoutException"/> with what was waited for.</summary>
    public static async Task BecomesTrueAsync(string what, Func<Task<bool>> condition, TimeSpan? patience = null)
    {
        var limit = patience ?? Patience;
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            if (waited.Elapsed > limit)
            {
                throw new TimeoutException($"Within {limit.TotalSeconds} s this did not become true: {what}.");
            }

            await Task.Delay(Pause);
        }
    }

    /// <summary>Watches for a while that something stays as it is; throws <see cref="TimeoutException"/> when it does not.</summary>
    public static async Task StaysTrueAsync(string what, TimeSpan howLong, Func<Task<bool>> condition)
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < howLong)
        {
            if (!await condition())
            {
                throw new TimeoutException($"After {waited.Elapsed.TotalSeconds:0.0} s this was no longer true: {what}.");
            }

            await Task.Delay(Pause);
        }
    }
}
