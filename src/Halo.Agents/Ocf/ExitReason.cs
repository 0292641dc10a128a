namespace Halo.Agents.Ocf;

/// <summary>Finds the reason for people in what an agent wrote to standard error.</summary>
public static class ExitReason
{
    private const int MaximumLength = 1024;

    /// <summary>
    /// The text after the last <c>ocf-exit-reason:</c>, else the last line that is not blank; one line, bounded, without
    /// control characters. Empty where there is none.
    /// </summary>
    public static string Of(string standardError)
    {
        var marker = standardError.LastIndexOf(OcfEnvironment.ExitReasonPrefix, StringComparison.Ordinal);
        var line = marker >= 0
            ? standardError[(marker + OcfEnvironment.ExitReasonPrefix.Length)..].Split('\n')[0]
            : standardError.Split('\n').LastOrDefault(text => !string.IsNullOrWhiteSpace(text)) ?? "";
        var text = string.Concat(line.Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();
        return text.Length <= MaximumLength ? text : text[..MaximumLength];
    }
}
