namespace Halo.Agents.Fencing;

/// <summary>
/// Takes the secrets of a call out of what its agent said. Agents repeat what they were given: a line that they do not
/// understand, and with <c>verbose</c> the commands and requests that they send.
/// </summary>
internal sealed class Secrets
{
    private const string Instead = "***";

    private readonly string[] _spellings;

    /// <summary>The secrets among the parameters that were sent.</summary>
    internal Secrets(IEnumerable<FenceParameter> parameters) =>
        _spellings =
        [
            .. parameters.Where(parameter => parameter.IsSecret)
                .SelectMany(parameter => Spellings(parameter.Value))
                .Where(spelling => spelling.Length > 0)
                .Distinct(StringComparer.Ordinal)
                .OrderByDescending(spelling => spelling.Length),
        ];

    /// <summary>The text with <c>***</c> wherever a secret stood.</summary>
    internal string Scrub(string text) =>
        _spellings.Aggregate(text, (scrubbed, secret) => scrubbed.Replace(secret, Instead, StringComparison.Ordinal));

    /// <summary>
    /// A secret as it is; as the agents read it, without blanks and quotes around it; and that as a Python or JSON string, as
    /// a shell's word, and in a URL.
    /// </summary>
    private static IEnumerable<string> Spellings(string secret)
    {
        var read = secret.Trim();
        read = read.Length > 1 && read.StartsWith('"') && read.EndsWith('"') ? read[1..^1] : read;
        var escaped = read.Replace("\\", @"\\", StringComparison.Ordinal);
        return
        [
            secret,
            read,
            escaped,
            escaped.Replace("'", @"\'", StringComparison.Ordinal),
            escaped.Replace("\"", "\\\"", StringComparison.Ordinal),
            read.Replace("'", "'\"'\"'", StringComparison.Ordinal),
            Uri.EscapeDataString(read),
        ];
    }
}
