using System.Text;
using Halo.Configuration.Drafts;
using Halo.Engine.Configuration;

namespace Halo.Configuration;

/// <summary>
/// What <c>halo validate</c> prints: what HALO understood, in the words of the file, for an administrator to compare
/// with what was meant. Values of fence parameters are never shown, because they may be secrets.
/// </summary>
public static class ConfigurationSummary
{
    private const int Width = 80;

    /// <summary>The summary of a valid file, with its warnings; for any other file, its faults, one a line.</summary>
    public static string Describe(ConfigurationResult result)
    {
        var text = new StringBuilder();
        if (result.Config is { } config)
        {
            DescribeTotals(text, result.File, config);
            DescribeSettings(text, config.Settings);
            DescribeHosts(text, config);
            DescribeGroups(text, config);
        }

        var remarks = result.Config is null ? result.Faults : result.Warnings;
        if (!remarks.IsEmpty)
        {
            text.Append(result.Config is null ? string.Empty : "\nWarnings:\n").AppendJoin('\n', remarks).Append('\n');
        }

        return text.ToString();
    }

    private static void DescribeTotals(StringBuilder text, string file, ClusterConfig config)
    {
        var resources = config.Domains.Sum(domain => domain.Resources.Length);
        text.Append($"{file}: {Count(config.Hosts.Length, "host")}, {Count(config.Groups.Length, "group")}, "
            + $"{Count(resources, "resource")}\n");
    }

    private static void DescribeSettings(StringBuilder text, Settings settings)
    {
        var defaults = Settings.Default;
        text.Append("\nSettings:\n");
        Time("monitor_interval", settings.MonitorInterval, defaults.MonitorInterval);
        Time("detection_interval", settings.DetectionInterval, defaults.DetectionInterval);
        Time("detection_timeout", settings.DetectionTimeout, defaults.DetectionTimeout);
        Time("unresponsive_timeout", settings.UnresponsiveTimeout, defaults.UnresponsiveTimeout);
        var fences = settings.OnAgentDown is OnAgentDown.Fence;
        Line("on_agent_down", fences ? "fence" : "wait", !fences);
        var pingHosts = settings.PingHosts;
        Line("ping_hosts", pingHosts.IsEmpty ? "none" : string.Join(", ", pingHosts), pingHosts.IsEmpty);

        void Time(string key, TimeSpan value, TimeSpan byDefault) => Line(key, DurationReader.Text(value), value == byDefault);

        void Line(string key, string value, bool isDefault) =>
            text.Append($"  {key,-20}  {value}{(isDefault ? " (default)" : string.Empty)}\n");
    }

    private static void DescribeHosts(StringBuilder text, ClusterConfig config)
    {
        text.Append("\nHosts:\n");
        var widest = config.Hosts.Max(host => config[host].Id.Length);
        var indent = new string(' ', widest + 4);
        foreach (var host in config.Hosts.Select(reference => config[reference]))
        {
            AppendList(text, $"  {host.Id.PadRight(widest)}  at", host.Addresses, indent);
            var names = host.FenceParameters.Select(parameter => parameter.Name).ToList();
            var with = names.Count > 0 ? " with" : string.Empty;
            var agent = host.FenceAgent is null ? "no fence agent" : $"fence_{host.FenceAgent}{with}";
            AppendList(text, indent + agent, names, indent);
        }
    }

    private static void DescribeGroups(StringBuilder text, ClusterConfig config)
    {
        text.Append(config.Groups.IsEmpty ? "\nNo groups: HALO has nothing to run.\n" : "\nGroups:\n");
        foreach (var reference in config.Groups)
        {
            var domain = config.Domains[reference.Domain];
            var group = domain.Groups[reference.Group];
            var failoverHosts = group.Hosts.Skip(1).Select(host => domain.Hosts[host].Id).ToList();
            var home = domain.Hosts[group.HomeHost].Id;
            var elsewhere = failoverHosts.Count == 0 ? " only" : ", else on";
            AppendList(text, $"  {group.Id} on {home}{elsewhere}", failoverHosts, "    ");
            text.Append(GroupTree.Draw(domain, group));
        }
    }

    /// <summary>
    /// The beginning of a line and a list, broken between items where the line would become too wide.
    /// </summary>
    private static void AppendList(StringBuilder text, string start, IReadOnlyList<string> items, string indent)
    {
        var line = start;
        for (var i = 0; i < items.Count; i++)
        {
            var item = i < items.Count - 1 ? $"{items[i]}," : items[i];
            if (line.Length + 1 + item.Length <= Width || line.Length <= indent.Length)
            {
                line = $"{line} {item}";
                continue;
            }

            text.Append(line).Append('\n');
            line = indent + item;
        }

        text.Append(line).Append('\n');
    }

    private static string Count(int number, string word) => number == 1 ? $"1 {word}" : $"{number} {word}s";
}
