using System.Text;

namespace Halo.Nodesets;

/// <summary>
/// Folds names into the short form. Every name starts as a box of one number per place; boxes that differ in a single
/// place are joined there, place after place, until nothing changes. Boxes never overlap and together hold exactly the
/// names, so folding can always be undone.
/// </summary>
internal static class NodesetFolder
{
    public static string Fold(IEnumerable<string> names)
    {
        var distinct = names.Distinct(StringComparer.Ordinal).ToList();
        var shapes = distinct.Where(NodesetCharacters.IsName).Select(NameShape.Of);
        var folded = shapes
            .GroupBy(shape => shape.Pattern, shape => shape.Numbers, StringComparer.Ordinal)
            .SelectMany(FoldPattern);

        // What could not be read back is shown as it is: the text is for people then.
        var unfoldable = distinct.Where(name => !NodesetCharacters.IsName(name)).Select(name => (First: name, Text: name));
        return string.Join(',', folded.Concat(unfoldable).OrderBy(f => f.First, NaturalNameOrder.Instance).Select(f => f.Text));
    }

    private static IEnumerable<(string First, string Text)> FoldPattern(
        IGrouping<string, ImmutableArray<string>> names)
    {
        var boxes = names.Select(numbers => numbers.Select(n => new Place([n])).ToArray()).ToList();
        var places = boxes[0].Length;
        int before;
        do
        {
            before = boxes.Count;
            for (var place = places - 1; place >= 0; place--)
            {
                boxes = Join(boxes, place);
            }
        }
        while (boxes.Count < before);

        return boxes.Select(box => (
            Fill(names.Key, box, place => place.Numbers.Min(NaturalNameOrder.Instance)!),
            Fill(names.Key, box, place => place.Text)));
    }

    private static List<Place[]> Join(List<Place[]> boxes, int place) =>
        boxes
            .GroupBy(
                box => string.Join(' ', box.Where((_, p) => p != place).Select(p => p.Text)),
                StringComparer.Ordinal)
            .Select(alike => alike.Count() == 1 ? alike.First() : Joined([.. alike], place))
            .ToList();

    private static Place[] Joined(List<Place[]> boxes, int place)
    {
        var joined = boxes[0].ToArray();
        joined[place] = new Place([.. boxes.SelectMany(box => box[place].Numbers)]);
        return joined;
    }

    private static string Fill(string pattern, Place[] box, Func<Place, string> text)
    {
        var filled = new StringBuilder();
        var next = 0;
        foreach (var character in pattern)
        {
            _ = character == '%' ? filled.Append(text(box[next++])) : filled.Append(character);
        }

        return filled.ToString();
    }

    /// <summary>The numbers in one place of a box.</summary>
    private sealed class Place(IReadOnlyCollection<string> numbers)
    {
        public IReadOnlyCollection<string> Numbers { get; } = numbers;

        public string Text { get; } = FoldedNumbers.Text(numbers);
    }
}
