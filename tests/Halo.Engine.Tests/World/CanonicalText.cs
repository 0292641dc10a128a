using System.Collections;
using System.Globalization;
using System.Reflection;

namespace Halo.Engine.Tests.World;

/// <summary>
/// Any engine value as text, every property of it: records that hold arrays compare by reference, their texts do not. Fields
/// that are added to the state later are covered without a change here.
/// </summary>
internal static class CanonicalText
{
    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        IFormattable formattable when value.GetType().IsPrimitive || value is Enum or TimeSpan =>
            formattable.ToString(null, CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Of))}]",
        _ => $"{value.GetType().Name} {{ {string.Join(", ", Properties(value))} }}",
    };

    private static IEnumerable<string> Properties(object value) =>
        value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0 && !string.Equals(property.Name, "EqualityContract", StringComparison.Ordinal))
            .OrderBy(property => property.Name, StringComparer.Ordinal)
            .Select(property => $"{property.Name} = {Of(property.GetValue(value))}");
}
