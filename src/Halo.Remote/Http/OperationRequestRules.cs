using Halo.Agents.Ocf;
using Halo.Protocol.Remote;

namespace Halo.Remote.Http;

/// <summary>What the values of an operation request may be.</summary>
internal static class OperationRequestRules
{
    private const int MaximumIdLength = 128;
    private const int MaximumNameLength = 256;
    private const int LongestMilliseconds = 24 * 60 * 60 * 1000;

    /// <summary>What is wrong with a request, in one sentence; null when nothing is.</summary>
    internal static string? WhyBad(OperationRequest request)
    {
        if (!IsId(request.Id))
        {
            return $"id must be 1 to {MaximumIdLength} letters, digits, '.', '_', ':' or '-'";
        }

        if (request.Resource.Length is 0 or > MaximumNameLength || request.Resource.Any(char.IsControl))
        {
            return $"resource must be 1 to {MaximumNameLength} characters without control characters";
        }

        if (request.TimeoutMilliseconds is < 1 or > LongestMilliseconds)
        {
            return "timeout_milliseconds must be from 1 to 86400000 (a day), or null";
        }

        if (request.IntervalMilliseconds is < 0 or > LongestMilliseconds)
        {
            return "interval_milliseconds must be from 0 to 86400000 (a day)";
        }

        return OcfAgents.WhyNotAKind(request.Kind) ?? WhyBadParameters(request.Parameters);
    }

    /// <summary>Whether a text can be an operation's id.</summary>
    internal static bool IsId(string text) =>
        text.Length is > 0 and <= MaximumIdLength
        && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or ':' or '-');

    private static string? WhyBadParameters(Dictionary<string, string> parameters)
    {
        foreach ((var name, var value) in parameters)
        {
            if (name.Length is 0 or > MaximumNameLength
                || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-'))
            {
                var shown = name[..Math.Min(name.Length, 64)];
                return $"a parameter's name must be of letters, digits, '_' and '-': '{shown}' is not";
            }

            if (value is null || value.Contains('\0', StringComparison.Ordinal))
            {
                return $"parameter {name} must be a text without NUL";
            }
        }

        return null;
    }
}
