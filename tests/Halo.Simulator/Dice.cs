namespace Halo.Simulator;

/// <summary>
/// Numbers from a seed (SplitMix64), the same on every machine and runtime. Every part of the simulator has dice of its own, so
/// that a draw more in one does not change all others.
/// </summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    public Dice(long seed, string part)
        : this(Mix((ulong)seed) ^ Hash(part))
    {
    }

    /// <summary>A number from 0 to one below the bound.</summary>
    public int Next(int bound) => (int)(Draw() % (uint)bound);

    /// <summary>A number between two, both included.</summary>
    public long Between(long low, long high) => low + (long)(Draw() % (ulong)(high - low + 1));

    /// <summary>Whether something happens that does so with this many percent.</summary>
    public bool Chance(int percent) => Next(100) < percent;

    public T Pick<T>(IReadOnlyList<T> of) => of[Next(of.Count)];

    private ulong Draw() => Mix(_state += 0x9E3779B97F4A7C15);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    private static ulong Hash(string text)
    {
        var hash = 14695981039346656037;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        return hash;
    }
}
