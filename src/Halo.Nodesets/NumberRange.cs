using System.Globalization;

namespace Halo.Nodesets;

/// <summary>
/// Numbers from <paramref name="First"/> to <paramref name="Last"/>, as one item between brackets writes them.
/// </summary>
/// <param name="First">The first number.</param>
/// <param name="Last">The last number; with a step, not necessarily one of them.</param>
/// <param name="Step">The distance between two numbers, at least 1.</param>
/// <param name="Width">The number of digits with leading zeros; 1 where numbers are not padded.</param>
internal readonly record struct NumberRange(long First, long Last, long Step, int Width)
{
    public long Count => ((Last - First) / Step) + 1;

    public int LongestText => Math.Max(Width, Text(Last).Length);

    public IEnumerable<string> Texts()
    {
        for (var number = First; number <= Last; number += Step)
        {
            yield return Text(number);
        }
    }

    private string Text(long number) => number.ToString(CultureInfo.InvariantCulture).PadLeft(Width, '0');
}
