using System.CommandLine;

namespace Halo.Cli.CommandLine;

/// <summary>An option whose value comes from the command line, else from the environment, else is the default.</summary>
internal static class SettingOption
{
    /// <summary>A path; an empty one is refused, an empty environment variable counts as none.</summary>
    public static Option<string> Path(
        string name, string variable, string fallback, string description, Surroundings surroundings)
    {
        var option = new Option<string>(name)
        {
            Description = $"{description} (environment: {variable})",
            HelpName = "PATH",
            DefaultValueFactory = _ => surroundings.Variable(variable) is { Length: > 0 } value ? value : fallback,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is null or "")
            {
                result.AddError($"{name} names no path.");
            }
        });
        return option;
    }
}
