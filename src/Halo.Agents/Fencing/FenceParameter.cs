namespace Halo.Agents.Fencing;

/// <summary>One parameter of a fence agent. The value may be a secret, so it does not show in <see cref="ToString"/>.</summary>
/// <param name="Name">The name as the file has it: letters, digits, '_' and '-'.</param>
/// <param name="Value">The value, on one line.</param>
public readonly record struct FenceParameter(string Name, string Value)
{
    private const int LongestName = 255;

    private static readonly string[] SecretWords =
        ["pass", "secret", "token", "key", "community", "credential", "hexadecimal_kg"];

    /// <summary>The agents' own name for it: '-' and '_' are equal to them, and so are an old name and its new one.</summary>
    internal string Meaning => Name.Replace('-', '_') switch
    {
        "ipaddr" => "ip",
        "login" => "username",
        "passwd" => "password",
        "port" => "plug",
        var name => name,
    };

    /// <summary>Whether the value must never be shown. Rather too often than once too seldom.</summary>
    internal bool IsSecret
    {
        get
        {
            var meaning = Meaning;
            return SecretWords.Any(word => meaning.Contains(word, StringComparison.OrdinalIgnoreCase));
        }
    }

    /// <summary>Why it cannot stand on a line of its own, in one sentence without the value; null when it can.</summary>
    internal string? Problem =>
        !IsName(Name) ? "a fence parameter's name may have letters, digits, '_' and '-' only"
        : Value.Any(char.IsControl) ? $"the fence parameter {Name} has a line break or another control character in its value"
        : null;

    /// <summary>The name alone.</summary>
    public override string ToString() => Name;

    /// <summary>Whether this can name a parameter or an agent: it leads into no other line and no other folder.</summary>
    internal static bool IsName(string text) =>
        text.Length is > 0 and <= LongestName
        && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');
}
