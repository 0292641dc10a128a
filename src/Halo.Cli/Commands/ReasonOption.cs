using System.CommandLine;
using Halo.CommandLine;
using Halo.Protocol.Cli;

namespace Halo.Cli.Commands;

/// <summary><c>--reason</c>, which every verb that acts has: it goes into the state log, with the administrator's name.</summary>
internal static class ReasonOption
{
    /// <summary>The option.</summary>
    public static Option<string> Create()
    {
        var option = new Option<string>("--reason")
        {
            Description = "Why; it is kept with your name and shown where it matters",
            HelpName = "TEXT",
            DefaultValueFactory = _ => "",
        };
        option.Validators.Add(result =>
        {
            var reason = result.GetValueOrDefault<string>() ?? "";
            if (reason.Length > ManagerRoutes.MaximumReasonLength)
            {
                result.AddError($"--reason takes at most {ManagerRoutes.MaximumReasonLength} characters, not {reason.Length}.");
            }
            else if (!string.Equals(Printable.Escape(reason), reason, StringComparison.Ordinal))
            {
                result.AddError("--reason takes one line without control characters.");
            }
        });
        return option;
    }
}
