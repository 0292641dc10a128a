using System.CommandLine;
using System.CommandLine.Parsing;

namespace Halo.CommandLine;

/// <summary>Says in one sentence what is wrong with a command line, and what was likely meant.</summary>
public static class UsageError
{
    /// <summary>The sentence about the first fault.</summary>
    public static string Describe(ParseResult result, string program)
    {
        var command = result.CommandResult.Command;
        var help = $"\"{Invocation(result.CommandResult, program)} --help\" tells what there is";
        if (result.UnmatchedTokens is [var word, ..])
        {
            return $"{Unknown(word, command)}; {MeantByOption(result) ?? Suggestion(word, result.CommandResult) ?? help}";
        }

        if (command is { Action: null, Subcommands.Count: > 0 } && !result.Errors.Any(e => e.SymbolResult is OptionResult))
        {
            return $"say what to do, such as \"{Invocation(result.CommandResult, program)} {command.Subcommands[0].Name}\"; {help}";
        }

        if (MissingWord.In(result, Invocation(result.CommandResult, program)) is { } missing)
        {
            return $"{missing}; {help}";
        }

        var message = result.Errors.OrderByDescending(e => e.SymbolResult is OptionResult).First().Message.TrimEnd('.');
        return message.EndsWith('?') ? WithSmallFirstLetter(message) : $"{WithSmallFirstLetter(message)}; {help}";
    }

    private static string WithSmallFirstLetter(string message) => message is [var first, var second, ..] && char.IsLower(second)
        ? $"{char.ToLowerInvariant(first)}{message[1..]}"
        : message;

    private static string Unknown(string word, Command command) => word switch
    {
        ['-', ..] => $"there is no option \"{word}\"",
        _ when command.Subcommands.Count > 0 => $"there is no command \"{word}\"",
        _ => $"\"{command.Name}\" takes no \"{word}\"",
    };

    /// <summary>Bare words that belong to an option.</summary>
    private static string? MeantByOption(ParseResult result) =>
        result.CommandResult.Command is BareWordCommand { MeantBy: { } option } && !result.UnmatchedTokens.Any(word => word.StartsWith('-'))
            ? $"did you mean \"{option.Name} {string.Join(' ', result.UnmatchedTokens)}\"?"
            : null;

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

    private static string Invocation(CommandResult result, string program) =>
        string.Join(' ', Parents(result).Reverse().Append(result).Select(c => c.Command is RootCommand ? program : c.Command.Name));

    private static IEnumerable<CommandResult> Parents(SymbolResult result)
    {
        for (var parent = result.Parent as CommandResult; parent is not null; parent = parent.Parent as CommandResult)
        {
            yield return parent;
        }
    }
}
