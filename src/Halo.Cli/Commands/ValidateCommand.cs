using System.CommandLine;
using Halo.Agents.Fencing;
using Halo.CommandLine;

namespace Halo.Cli.Commands;

/// <summary><c>halo validate</c>: what HALO understands of a configuration, or every fault in it.</summary>
internal static class ValidateCommand
{
    /// <summary>The command as a part of the command line.</summary>
    public static Command Create(Surroundings surroundings)
    {
        var config = SettingOption.Path(
            "--config", "HALO_CONFIG", "/etc/halo/halo.conf", "The configuration to read", surroundings.Variable);
        var fencePath = SettingOption.Path(
            "--fence-path", "HALO_FENCE_PATH", FencePath.Default, "Where the fence agents are", surroundings.Variable);
        var command = new BareWordCommand("validate", "Show what HALO understands of a configuration, or all that is wrong with it.")
        {
            config, fencePath,
        };
        command.MeantBy = config;
        command.SetAction(arguments =>
        {
            var path = arguments.GetValue(config)!;
            return Print(path, ConfigurationReport.Of(path, new FencePath(arguments.GetValue(fencePath)!)), surroundings);
        });
        return command;
    }

    /// <summary>The summary, which has the warnings in it, on standard output; or warnings, faults and their number on standard error.</summary>
    public static int Print(string path, ConfigurationReport report, Surroundings surroundings)
    {
        if (report.Faults.Count > 0)
        {
            foreach (var remark in report.Warnings.Concat(report.Faults))
            {
                surroundings.Error.WriteLine(Printable.Escape(remark));
            }

            surroundings.Program.Complain($"{path} has {report.Faults.Count} {(report.Faults.Count == 1 ? "fault" : "faults")}");
            return ExitStatus.Usage;
        }

        foreach (var line in report.Summary.TrimEnd('\n').Split('\n'))
        {
            surroundings.Output.WriteLine(Printable.Escape(line));
        }

        return ExitStatus.Done;
    }
}
