using System.Text.RegularExpressions;

namespace Halo.Engine.Tests.Scenarios;

/// <summary>What <c>docs/rules.md</c> quotes are sentences that an administrator can really read.</summary>
public sealed partial class QuotedSentencesTests
{
    [Fact]
    public void Every_sentence_that_the_rules_quote_is_said_in_a_story()
    {
        var said = string.Join('\n', Directory.GetFiles(GoldenFile.Beside("../testdata"), "*.txt").Select(File.ReadAllText).Select(Plain));
        var quoted = Quotes(File.ReadLines(GoldenFile.Beside("../../../docs/rules.md"))).ToImmutableArray();

        Assert.True(quoted.Length > 30, $"only {quoted.Length} quotes were found");
        Assert.All(quoted, quote => Assert.Contains(quote, said, StringComparison.Ordinal));
    }

    /// <summary>Lines with <c>&gt;</c>; one that has only that, or none, ends a quote.</summary>
    private static IEnumerable<string> Quotes(IEnumerable<string> lines)
    {
        var quote = "";
        foreach (var line in lines.Append(""))
        {
            var text = line.StartsWith('>') ? line[1..].Trim() : "";
            if (text.Length == 0 && quote.Length > 0)
            {
                yield return quote;
                quote = "";
            }
            else if (text.Length > 0)
            {
                quote = quote.Length > 0 ? $"{quote} {text}" : text;
            }
        }
    }

    private static string Plain(string story) => Spaces().Replace(story, " ");

    [GeneratedRegex("[ \t]+", RegexOptions.NonBacktracking)]
    private static partial Regex Spaces();
}
