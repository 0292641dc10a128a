using System.IO.Enumeration;

namespace Halo.Lab.Tests.Harness;

/// <summary>What an administrator types, and the answer: * stands for anything in it.</summary>
internal static class Administrator
{
    /// <summary>Has <c>halo</c> do something that works, and is told so.</summary>
    public static Task GetsAsync(Laboratory laboratory, string answer, params IReadOnlyList<string> arguments) => AnsweredAsync(laboratory, 0, answer, arguments);

    /// <summary>Is told by <c>halo</c> why something was refused or failed.</summary>
    public static Task IsRefusedAsync(Laboratory laboratory, string answer, params IReadOnlyList<string> arguments) => AnsweredAsync(laboratory, 1, answer, arguments);

    private static async Task AnsweredAsync(Laboratory laboratory, int status, string answer, IReadOnlyList<string> arguments)
    {
        var ended = await laboratory.HaloAsync(arguments);
        var said = $"{ended.Output}{ended.Error}".TrimEnd('\n');
        Assert.True(
            ended.Status == status && FileSystemName.MatchesSimpleExpression(answer, said, ignoreCase: false),
            $"halo {string.Join(' ', arguments)} ended with {ended.Status} and said:\n{said}\nIt should have ended with {status} and said:\n{answer}");
    }
}
