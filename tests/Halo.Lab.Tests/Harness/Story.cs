using System.IO.Enumeration;

namespace Halo.Lab.Tests.Harness;

/// <summary>What an administrator reads: whether it tells what has happened, in the right order. In the lines, * stands for anything.</summary>
internal static class Story
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>
    /// <c>halo events show</c> has lines that begin like this (without their times), in this order; others may stand between them.
    /// </summary>
    public static async Task IsToldAsync(Laboratory laboratory, params IReadOnlyList<string> lines)
    {
        var events = await EventsAsync(laboratory);
        var next = 0;
        foreach (var line in lines)
        {
            var found = events.FindIndex(next, told => Begins(told, line));
            Assert.True(found >= 0, $"halo events show does not tell {(next == 0 ? "" : $"after \"{events[next - 1]}\" ")}that {line}");
            next = found + 1;
        }
    }

    /// <summary><c>halo events show</c> has no line that begins like this (without its time).</summary>
    public static async Task IsNotToldAsync(Laboratory laboratory, string line) =>
        Assert.DoesNotContain(await EventsAsync(laboratory), told => Begins(told, line));

    /// <summary>Waits until <c>halo status</c> has all these lines, whole; blanks count as one.</summary>
    public static async Task StatusSaysAsync(Laboratory laboratory, params IReadOnlyList<string> lines)
    {
        var page = new List<string>();
        try
        {
            await Eventually.BecomesTrueAsync("halo status says it", async () =>
            {
                page = [.. (await laboratory.DoWithHaloAsync("status")).Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
                return lines.All(line => page.Exists(said => Is(said, line)));
            }, Patience);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"halo status does not say:\n{string.Join('\n', lines.Where(line => !page.Exists(said => Is(said, line))))}\nIt says:\n{string.Join('\n', page)}");
        }
    }

    private static async Task<List<string>> EventsAsync(Laboratory laboratory) =>
        [.. (await laboratory.DoWithHaloAsync("events", "show")).Split('\n').Select(WithoutTime)];

    private static string WithoutTime(string line) => line.IndexOf("event=", StringComparison.Ordinal) is > 0 and var start ? line[start..] : line;

    private static bool Begins(string told, string line) => Is(told, $"{line}*");

    private static bool Is(string told, string line) => FileSystemName.MatchesSimpleExpression(line, told, ignoreCase: false);
}
