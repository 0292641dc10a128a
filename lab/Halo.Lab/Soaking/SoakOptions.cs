using System.Globalization;

namespace Halo.Lab.Soaking;

/// <summary>How a soak is asked for.</summary>
/// <param name="Seed">What its faults are drawn from; default: any.</param>
/// <param name="Length">After this no further round begins; default: 20 minutes.</param>
internal sealed record SoakOptions(int Seed, TimeSpan Length)
{
    private const int LargestSeed = 1_000_000;

    /// <summary>Reads <c>--minutes N</c> and <c>--seed S</c>; null where it is something else.</summary>
    public static SoakOptions? Parse(ReadOnlySpan<string> arguments)
    {
        var options = new SoakOptions(Random.Shared.Next(LargestSeed), TimeSpan.FromMinutes(20));
        for (; arguments is [var name, var value, ..]; arguments = arguments[2..])
        {
            if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return null;
            }

            switch (name)
            {
                case "--minutes":
                    options = options with { Length = TimeSpan.FromMinutes(number) };
                    break;
                case "--seed":
                    options = options with { Seed = number };
                    break;
                default:
                    return null;
            }
        }

        return arguments.IsEmpty ? options : null;
    }
}
