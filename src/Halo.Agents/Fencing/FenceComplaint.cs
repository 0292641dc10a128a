using System.Text.RegularExpressions;

namespace Halo.Agents.Fencing;

/// <summary>Finds the sentence for people in what a fence agent wrote to standard error.</summary>
internal static partial class FenceComplaint
{
    private const int MaximumLength = 500;

    /// <summary>What the agents' library says last, whatever went wrong.</summary>
    private const string UsageHint = "Please use '-h' for usage";

    /// <summary>
    /// The last line that says something: one line without the log's time and level, without control characters and secrets. Of
    /// a long one the end, where Python's exceptions name the cause. Empty where there is none.
    /// </summary>
    internal static string Of(string standardError, Secrets secrets)
    {
        var line = secrets.Scrub(standardError).Split('\n').LastOrDefault(SaysSomething) ?? "";
        var message = LogPrefix().Replace(line, "");
        var text = string.Concat(message.Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();
        return text.Length <= MaximumLength ? text : $"…{text[^MaximumLength..]}";
    }

    private static bool SaysSomething(string line) =>
        !string.IsNullOrWhiteSpace(line) && !line.Contains(UsageHint, StringComparison.Ordinal);

    /// <summary>As in <c>2026-04-15 15:40:45,186 ERROR: </c> and <c>ERROR:root:</c>, and the word that agents add.</summary>
    [GeneratedRegex(
        @"^([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:,]+ [A-Z]+: |[A-Z]+:root:)?(Failed: )?",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex LogPrefix();
}
