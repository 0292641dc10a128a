using System.CommandLine;
using System.Globalization;

namespace Halo.CommandLine;

/// <summary>
/// An option whose value comes from the command line, else from the environment, else is the default (design §2). An empty
/// environment variable counts as none.
/// </summary>
public static class SettingOption
{
    /// <summary>A path; an empty one is refused.</summary>
    public static Option<string> Path(
        string name, string variable, string fallback, string description, Func<string, string?> environment) =>
        Text(name, variable, fallback, description, "PATH", environment);

    /// <summary>A text; an empty one is refused.</summary>
    public static Option<string> Text(
        string name, string variable, string fallback, string description, string helpName, Func<string, string?> environment)
    {
        var option = new Option<string>(name)
        {
            Description = $"{description} (environment: {variable})",
            HelpName = helpName,
            DefaultValueFactory = _ => environment(variable) is { Length: > 0 } value ? value : fallback,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is null or "")
            {
                result.AddError($"{name} has no value.");
            }
        });
        return option;
    }

    /// <summary>A whole number within bounds.</summary>
    public static Option<int> Number(
        string name, string variable, int fallback, int least, int most, string description, Func<string, string?> environment)
    {
        var option = new Option<int>(name)
        {
            Description = $"{description} (environment: {variable})",
            HelpName = "NUMBER",
            DefaultValueFactory = result =>
                environment(variable) is { Length: > 0 } value ? Parse(value, variable, result.AddError) : fallback,
            CustomParser = result => Parse(result.Tokens[0].Value, name, result.AddError),
        };
        return option;

        int Parse(string text, string what, Action<string> fault)
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= least && number <= most)
            {
                return number;
            }

            fault($"{what} takes a whole number from {least} to {most}, not \"{text}\".");
            return fallback;
        }
    }

    /// <summary>A switch; in the environment 1 turns it on and 0, like nothing, leaves it off.</summary>
    public static Option<bool> Switch(string name, string variable, string description, Func<string, string?> environment) =>
        new(name)
        {
            Description = $"{description} (environment: {variable}=1)",
            DefaultValueFactory = result =>
            {
                var value = environment(variable);
                if (value is not (null or "" or "0" or "1"))
                {
                    result.AddError($"{variable} is 1 or 0, not \"{value}\".");
                }

                return value is "1";
            },
        };
}
