using System.CommandLine;

namespace Halo.CommandLine;

/// <summary>How much a daemon logs. The values are those of <c>Microsoft.Extensions.Logging.LogLevel</c>.</summary>
public enum Verbosity
{
    /// <summary>Every action and every input that changes nothing.</summary>
    Debug = 1,

    /// <summary>Every event.</summary>
    Info = 2,

    /// <summary>What an administrator should look at; the default.</summary>
    Warn = 3,

    /// <summary>What went wrong.</summary>
    Error = 4,
}

/// <summary>
/// A daemon's <c>--verbose</c>, which means <see cref="Verbosity.Info"/>, and its <c>HALO_LOG</c>. The value is a word, because the help shows
/// the default as it is, and that is how it is written.
/// </summary>
public sealed class VerbosityOption : Option<string>
{
    private const string Variable = "HALO_LOG";

    /// <summary>The option.</summary>
    public VerbosityOption(Func<string, string?> environment)
        : base("--verbose")
    {
        Description = $"Log every event (environment: {Variable}=error, warn, info or debug)";
        Arity = ArgumentArity.Zero;
        CustomParser = _ => WordOf(Verbosity.Info);
        DefaultValueFactory = result =>
        {
            var value = environment(Variable);
            if (value is null or "")
            {
                return WordOf(Verbosity.Warn);
            }

            if (Enum.TryParse<Verbosity>(value, ignoreCase: true, out var verbosity) && Enum.IsDefined(verbosity))
            {
                return WordOf(verbosity);
            }

            result.AddError($"{Variable} is error, warn, info or debug, not \"{value}\".");
            return WordOf(Verbosity.Warn);
        };
    }

    /// <summary>What was said on a command line without faults.</summary>
    public Verbosity Of(ParseResult arguments) => Enum.Parse<Verbosity>(arguments.GetValue(this)!, ignoreCase: true);

    private static string WordOf(Verbosity verbosity) => verbosity.ToString().ToLowerInvariant();
}
