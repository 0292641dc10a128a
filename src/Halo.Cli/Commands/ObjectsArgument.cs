using System.CommandLine;
using System.CommandLine.Parsing;
using Halo.Cli.Requests;
using Halo.CommandLine;

namespace Halo.Cli.Commands;

/// <summary>The hosts, groups or resources on a command line: arguments of the command, or of an option where the verb has one.</summary>
internal static class ObjectsArgument
{
    /// <summary>Adds what the verb needs to its command; returns how to read it.</summary>
    public static Func<ParseResult, IReadOnlyList<string>> AddTo(BareWordCommand command, ActingVerb verb, bool required)
    {
        var name = verb.Objects.ToString().ToUpperInvariant();
        var description = verb.Objects == ObjectArgument.Hosts ? "Hosts, such as oss[00-07]" : $"{verb.Objects}, by name or such as ost[0-7]";
        if (verb.ObjectsOption is { } optionName)
        {
            var option = new Option<string[]>(optionName)
            {
                Description = description,
                HelpName = name,
                Required = required,
                AllowMultipleArgumentsPerToken = true,
            };
            option.Validators.Add(result => RefuseOptions(result, result.Tokens, command));
            command.Options.Add(option);
            command.MeantBy = option;
            return arguments => arguments.GetValue(option) ?? [];
        }

        var argument = new Argument<string[]>(name)
        {
            Description = description,
            Arity = required ? ArgumentArity.OneOrMore : ArgumentArity.ZeroOrMore,
        };
        argument.Validators.Add(result => RefuseOptions(result, result.Tokens, command));
        command.Arguments.Add(argument);
        return arguments => arguments.GetValue(argument) ?? [];
    }

    /// <summary>A list of arguments swallows options that there are not. No name begins like one.</summary>
    private static void RefuseOptions(SymbolResult result, IReadOnlyList<Token> tokens, Command command)
    {
        if (tokens.FirstOrDefault(token => token.Value.StartsWith('-'))?.Value is { } option)
        {
            var meant = ClosestWord.To(option, command.Options.Select(known => known.Name));
            result.AddError($"there is no option \"{option}\"{(meant is null ? "" : $"; did you mean \"{meant}\"?")}");
        }
    }
}
