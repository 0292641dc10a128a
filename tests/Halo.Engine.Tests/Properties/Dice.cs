namespace Halo.Engine.Tests.Properties;

/// <summary>Small numbers out of one number, always the same ones; so that a case that fails can be shrunk and replayed.</summary>
internal sealed class Dice(int seed)
{
    private ulong _state = (ulong)seed;

    /// <summary>A number from 0 to one less than the number of sides (a step of SplitMix64).</summary>
    public int Next(int sides)
    {
        _state += 0x9E3779B97F4A7C15;
        var z = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (int)((z ^ (z >> 31)) % (ulong)sides);
    }
}
