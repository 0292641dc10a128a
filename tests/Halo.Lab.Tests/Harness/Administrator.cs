using System.Text.RegularExpressions;

namespace Halo.Lab.Tests.Harness;

/// <summary>What an administrator types and reads. Texts are regular expressions, because process ids and times are in them.</summary>
internal static class Administrator
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Has <c>halo</c> do something that works, and is told so.</summary>
    public static Task GetsAsync(Laboratory laboratory, string answer, params IReadOnlyList<string> arguments) => AnsweredAsync(laboratory, 0, answer, arguments);

    /// <summary>Is told by <c>halo</c> why something was refused or failed.</summary>
    public static Task IsRefusedAsync(Laboratory laboratory, string answer, params IReadOnlyList<string> arguments) => AnsweredAsync(laboratory, 1, answer, arguments);

    /// <summary>Waits until each text stands on a line of <c>halo status -x</c>; blanks count as one.</summary>
    public static async Task ReadsAsync(Laboratory laboratory, params IReadOnlyList<string> texts)
    {
        var page = "";
        try
        {
            await Eventually.BecomesTrueAsync("halo status -x says it", async () => IsOn(page = await TroubleAsync(laboratory), texts), Patience);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"halo status -x does not say:\n{string.Join('\n', texts.Where(text => !IsOn(page, [text])))}\nIt says:\n{page}");
        }
    }

    private static async Task AnsweredAsync(Laboratory laboratory, int status, string answer, IReadOnlyList<string> arguments)
    {
        var ended = await laboratory.HaloAsync(arguments);
        Assert.Matches(answer, $"{ended.Output}{ended.Error}");
        Assert.Equal(status, ended.Status);
    }

    private static async Task<string> TroubleAsync(Laboratory laboratory) =>
        string.Join('\n', (await laboratory.DoWithHaloAsync("status", "-x")).Split('\n')
            .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));

    private static bool IsOn(string page, IReadOnlyList<string> texts) =>
        texts.All(text => Regex.IsMatch(page, text, RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)));
}
