using System.Buffers;

namespace Halo.Nodesets;

/// <summary>
/// What a name in a nodeset is made of: ASCII letters and digits, <c>.</c>, <c>_</c>, <c>-</c>, and <c>:</c> for a
/// port. None of them is an operator or a bracket, so a name is always its own nodeset.
/// </summary>
internal static class NodesetCharacters
{
    public const string Operators = ",!&^";

    private static readonly SearchValues<char> InNames =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-:");

    public static bool IsInNames(char character) => InNames.Contains(character);

    public static bool IsName(string text) =>
        text.Length is > 0 and <= NodesetLimits.MaxNameLength && !text.AsSpan().ContainsAnyExcept(InNames);
}
