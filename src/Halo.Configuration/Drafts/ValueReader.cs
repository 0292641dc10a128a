using Halo.Configuration.Yaml;

namespace Halo.Configuration.Drafts;

/// <summary>Takes values of the type that is expected, and reports those of another.</summary>
internal sealed class ValueReader(FaultList faults)
{
    private const int LongestText = 4096;
    private const string Entries = "a mapping (name: value)";

    public FaultList Faults => faults;

    /// <summary>Text, or null after a report.</summary>
    public Located? Text(YamlValue value, string what)
    {
        if (value is not YamlScalar { IsNull: false } scalar)
        {
            Report(value, what, "text");
            return null;
        }

        var problem =
            scalar.Text.Length > LongestText ? $"{what} is longer than {LongestText} characters"
            : scalar.Text.Any(char.IsControl) ? $"{what} contains a control character (a tab, the end of a line or the like)"
            : null;
        if (problem is not null)
        {
            faults.Add(value.At, problem);
            return null;
        }

        return new Located(scalar.Text, scalar.At);
    }

    /// <summary>The items of a list; none for no value at all, and none after a report.</summary>
    public IReadOnlyList<YamlValue> List(YamlValue? value, string what)
    {
        if (value is YamlSequence sequence)
        {
            return sequence.Items;
        }

        ReportUnlessMissing(value, what, "a list");
        return [];
    }

    /// <summary>A list of texts; those that are none are reported and left out.</summary>
    public ImmutableArray<Located> Texts(YamlValue? value, string what, string item)
    {
        var texts = ImmutableArray.CreateBuilder<Located>();
        foreach (var element in List(value, what))
        {
            if (Text(element, item) is { } text)
            {
                texts.Add(text);
            }
        }

        return texts.ToImmutable();
    }

    /// <summary>A mapping; null for no value at all, and null after a report.</summary>
    public YamlMapping? Mapping(YamlValue? value, string what)
    {
        if (value is YamlMapping mapping)
        {
            return mapping;
        }

        ReportUnlessMissing(value, what, Entries);
        return null;
    }

    /// <summary>
    /// A mapping that stands in a list or under a name, where nothing at all is a mistake; null after a report.
    /// </summary>
    public YamlMapping? Item(YamlValue value, string what)
    {
        if (value is not YamlMapping)
        {
            Report(value, what, Entries);
        }

        return value as YamlMapping;
    }

    private void ReportUnlessMissing(YamlValue? value, string what, string expected)
    {
        if (value is not null and not YamlScalar { IsNull: true })
        {
            Report(value, what, expected);
        }
    }

    private void Report(YamlValue value, string what, string expected) =>
        faults.Add(value.At, $"{what} must be {expected}, not {value.Sort}");
}
