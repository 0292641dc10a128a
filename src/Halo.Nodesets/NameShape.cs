namespace Halo.Nodesets;

/// <summary>
/// A name cut at its numbers: <c>r1n02-ib</c> is the pattern <c>r%n%-ib</c> with the numbers 1 and 02. Names of one
/// pattern can be folded into brackets.
/// </summary>
/// <param name="Pattern">The name with <c>%</c>, which no name contains, in the place of each number.</param>
/// <param name="Numbers">The numbers as they are written, so that padding is kept.</param>
internal readonly record struct NameShape(string Pattern, ImmutableArray<string> Numbers)
{
    public static NameShape Of(string name)
    {
        var pattern = new System.Text.StringBuilder(name.Length);
        var numbers = ImmutableArray.CreateBuilder<string>();
        for (var at = 0; at < name.Length;)
        {
            var end = at;
            while (end < name.Length && char.IsAsciiDigit(name[end]))
            {
                end++;
            }

            if (end == at)
            {
                pattern.Append(name[at++]);
                continue;
            }

            // A number too long for a bracket is text like any other.
            if (end - at > NodesetLimits.MaxDigits)
            {
                pattern.Append(name, at, end - at);
            }
            else
            {
                pattern.Append('%');
                numbers.Add(name[at..end]);
            }

            at = end;
        }

        return new NameShape(pattern.ToString(), numbers.ToImmutable());
    }
}
