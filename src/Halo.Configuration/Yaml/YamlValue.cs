namespace Halo.Configuration.Yaml;

/// <summary>
/// A value of a YAML document, with its place in the file. Aliases are resolved: values may stand in several places.
/// </summary>
/// <param name="At">Where the value begins.</param>
/// <param name="Size">How many values it consists of, itself and those reached through aliases counted every
/// time.</param>
internal abstract record YamlValue(Position At, long Size)
{
    /// <summary>What an administrator would call it.</summary>
    public abstract string Sort { get; }
}

/// <summary>
/// Text. All scalars are taken as text; only a plain <c>null</c>, <c>~</c> or nothing at all means no value.
/// </summary>
internal sealed record YamlScalar(Position At, string Text, bool IsNull) : YamlValue(At, 1)
{
    public override string Sort => IsNull ? "null" : "text";
}

/// <summary>A list.</summary>
internal sealed record YamlSequence(Position At, long Size, IReadOnlyList<YamlValue> Items) : YamlValue(At, Size)
{
    public override string Sort => "a list";
}

/// <summary>A mapping, its entries in the order of the file; keys may occur several times.</summary>
internal sealed record YamlMapping(Position At, long Size, IReadOnlyList<YamlEntry> Entries) : YamlValue(At, Size)
{
    public override string Sort => "a mapping";
}

/// <summary>A key of a mapping and its value.</summary>
internal readonly record struct YamlEntry(YamlScalar Key, YamlValue Value);
