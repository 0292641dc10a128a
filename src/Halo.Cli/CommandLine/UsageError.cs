using System.CommandLine;
using System.CommandLine.Parsing;

namespace Halo.Cli.CommandLine;

/// <summary>Says in one sentence what is wrong with a command line, and what was likely meant.</summary>
internal static class UsageError
{
    /// <summary>The sentence about the first fault.</summary>
    public static string Describe(ParseResult result)
    {
        var command = result.CommandResult.Command;
        var help = $"\"{Invocation(result.CommandResult)} --help\" tells what there is";
        if (result.UnmatchedTokens is [var word, ..])
        {
            return $"{Unknown(word, command)}; {Suggestion(word, result.CommandResult) ?? help}";
        }

        if (command.Subcommands.Count > 0 && !result.Errors.Any(e => e.SymbolResult is OptionResult))
        {
            return $"say what to do, such as \"{Invocation(result.CommandResult)} {command.Subcommands[0].Name}\"; {help}";
        }

        var message = result.Errors.OrderByDescending(e => e.SymbolResult is OptionResult).First().Message.TrimEnd('.');
        return $"{char.ToLowerInvariant(message[0])}{message[1..]}; {help}";
    }

    private static string Unknown(string word, Command command) => word switch
    {
        ['-', ..] => $"there is no option \"{word}\"",
        _ when command.Subcommands.Count > 0 => $"there is no command \"{word}\"",
        _ => $"\"{command.Name}\" takes no \"{word}\"",
    };

    private static string? Suggestion(string word, CommandResult result)
    {
        var known = result.Command.Subcommands.Select(c => c.Name).Concat(Options(result));
        return ClosestWord.To(word, known) is { } meant ? $"did you mean \"{meant}\"?" : null;
    }

    private static IEnumerable<string> Options(CommandResult result)
    {
        var own = result.Command.Options.Select(option => option.Name);
        var inherited = Parents(result).SelectMany(c => c.Command.Options.Where(o => o.Recursive)).Select(o => o.Name);
        return own.Concat(inherited);
    }

    private static string Invocation(CommandResult result) =>
        string.Join(' ', Parents(result).Reverse().Append(result).Select(c => c.Command is RootCommand ? "halo" : c.Command.Name));

    private static IEnumerable<CommandResult> Parents(SymbolResult result)
    {
        for (var parent = result.Parent as CommandResult; parent is not null; parent = parent.Parent as CommandResult)
        {
            yield return parent;
        }
    }
}
