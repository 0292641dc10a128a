using System.Buffers;
using System.Globalization;
using System.Net;

namespace Halo.Configuration.Drafts;

/// <summary>
/// Which names there may be. Each rule returns what is wrong with a name, or null. Names end up in file names,
/// environment variables, command lines and the state log, so they are strict where those are.
/// </summary>
internal static class Naming
{
    private const int LongestName = 255;
    private const string Word = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

    private static readonly SearchValues<char> WordCharacters = SearchValues.Create(Word);
    private static readonly SearchValues<char> HostCharacters = SearchValues.Create(Word + ".");

    /// <summary>
    /// A resource's name: anything on one line without blanks and '/', not like an option and not hidden.
    /// </summary>
    public static string? ResourceProblem(string name) =>
        name.Length == 0 ? "is empty"
        : name.Length > LongestName ? $"is longer than {LongestName} characters"
        : name[0] is '-' or '.' ? $"must not begin with '{name[0]}'"
        : name.Contains('/') ? "must not contain '/'"
        : name.Any(c => char.IsWhiteSpace(c) || !Shown.IsPrintable(c)) ? "must not contain blanks or invisible characters"
        : null;

    /// <summary>A host name or IPv4 address: what a nodeset can hold.</summary>
    public static string? HostProblem(string name) =>
        name.Length == 0 ? "is empty"
        : name.Length > LongestName ? $"is longer than {LongestName} characters"
        : name[0] is '-' or '.' ? $"must not begin with '{name[0]}'"
        : name.AsSpan().ContainsAnyExcept(HostCharacters) ? "may have letters, digits, '.', '_' and '-' only"
        : null;

    /// <summary>An address: a host name, an IPv4 or an IPv6 address, without a port.</summary>
    public static string? AddressProblem(string address)
    {
        if (address.Contains(':'))
        {
            return !address.StartsWith('[') && IPAddress.TryParse(address, out _)
                ? null
                : "is not an IPv6 address (a port belongs to the hostname)";
        }

        // "10.1" and "10.0.0.256" would be names to the resolver, or addresses nobody meant.
        var looksNumeric = address.Length > 0 && address.All(c => char.IsAsciiDigit(c) || c == '.');
        return looksNumeric && !(address.Count(c => c == '.') == 3 && IPAddress.TryParse(address, out _))
            ? "is not an IPv4 address"
            : HostProblem(address);
    }

    /// <summary>A parameter's name: OCF resource agents and fence agents take letters, digits, '_' and '-'.</summary>
    public static string? ParameterProblem(string name) =>
        name.Length == 0 ? "is empty"
        : name.Length > LongestName ? $"is longer than {LongestName} characters"
        : name.AsSpan().ContainsAnyExcept(WordCharacters) ? "may have letters, digits, '_' and '-' only"
        : null;

    /// <summary>A part of an agent's name: one step of a path that cannot lead anywhere else.</summary>
    public static bool IsAgentName(string name) => HostProblem(name) is null;

    /// <summary>A TCP port that somebody can listen on.</summary>
    public static int? Port(string text) =>
        text.Length <= 5 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is >= 1 and <= 65535
            ? port
            : null;
}
