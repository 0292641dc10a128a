namespace Halo.Nodesets;

/// <summary>
/// Bounds that keep a nodeset from eating the memory of the machine. They are judged before anything is expanded.
/// </summary>
public static class NodesetLimits
{
    /// <summary>How many names all operands of a nodeset may expand to, taken together.</summary>
    public const int MaxNames = 100_000;

    /// <summary>How long the text of a nodeset may be, in characters.</summary>
    public const int MaxTextLength = 1_000_000;

    /// <summary>How long a single name may be, in characters.</summary>
    public const int MaxNameLength = 255;

    /// <summary>How many digits a number in brackets may have, padding included.</summary>
    public const int MaxDigits = 15;
}
