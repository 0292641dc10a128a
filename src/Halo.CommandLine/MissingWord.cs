using System.CommandLine;
using System.CommandLine.Parsing;

namespace Halo.CommandLine;

/// <summary>Which word a command line lacks, by the name that the help has for it.</summary>
internal static class MissingWord
{
    /// <summary>A clause such as <c>--reason needs TEXT</c>; null where nothing is missing.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="invocation">The command as it was typed, such as <c>halo fence</c>.</param>
    public static string? In(ParseResult result, string invocation)
    {
        var command = result.CommandResult;
        if (command.Children.OfType<OptionResult>().FirstOrDefault(HasNoValue) is { } bare)
        {
            return $"{bare.IdentifierToken?.Value ?? bare.Option.Name} needs {ValueOf(bare.Option)}";
        }

        if (command.Command.Options.FirstOrDefault(option => option.Required && result.GetResult(option) is null or { Implicit: true }) is { } required)
        {
            return $"\"{invocation}\" needs {required.Name} {ValueOf(required)}";
        }

        return command.Command.Arguments.FirstOrDefault(argument => argument.Arity.MinimumNumberOfValues > 0
                && result.GetResult(argument) is null or { Tokens.Count: 0 }) is { } missing
            ? $"\"{invocation}\" needs {missing.Name}"
            : null;
    }

    private static bool HasNoValue(OptionResult option) =>
        !option.Implicit && option.Option.Arity.MinimumNumberOfValues > 0 && option.Tokens.Count == 0;

    private static string ValueOf(Option option) => option.HelpName ?? "a value";
}
