using System.Diagnostics;
using System.Text.RegularExpressions;
using Halo.Protocol.Cli;

namespace Halo.Lab.Soaking;

/// <summary>
/// Brings a laboratory back after a round: gives power, says reset, activate and manage, and otherwise does what HALO names as the way out,
/// word for word.
/// </summary>
internal sealed partial class SimulatedAdministrator(Laboratory laboratory, Action<string> say)
{
    private static readonly TimeSpan SameCommandAgain = TimeSpan.FromSeconds(15);

    // Shooting a host is the last of ways out: most come back by themselves before.
    private static readonly TimeSpan FencePatience = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, long> _asked = new(StringComparer.Ordinal);
    private long _began;

    /// <summary>A new round's end begins.</summary>
    public void Begin()
    {
        _asked.Clear();
        _began = Stopwatch.GetTimestamp();
    }

    /// <summary>Looks at what there is and does something about it; returns null when all is well, else what is not.</summary>
    public async Task<string?> TurnAsync()
    {
        foreach (var host in laboratory.Plan.Hosts.Where(host => !laboratory.HasPower(host)))
        {
            await AskAsync("power", "on", host);
        }

        var status = await laboratory.StatusAsync();
        foreach (var command in Commands(status))
        {
            await AskAsync(command);
        }

        return WhatIsNotWell(status);
    }

    private IEnumerable<string[]> Commands(StatusAnswer status)
    {
        foreach (var host in status.Hosts.Where(host => host.Connected))
        {
            if (host.Fenced)
            {
                yield return ["reset", host.Id];
            }

            if (!host.Active)
            {
                yield return ["activate", host.Id];
            }
        }

        foreach (var group in status.Resources.Where(resource => !resource.Managed).Select(resource => resource.Group).Distinct(StringComparer.Ordinal))
        {
            yield return ["manage", group];
        }

        foreach (var wait in status.WaitsFor)
        {
            if (WayOut().Match(wait.WayOut) is { Success: true } way
                && (way.Groups["verb"].Value is not "fence" || Stopwatch.GetElapsedTime(_began) > FencePatience))
            {
                yield return way.Value.Split(' ')[1..];
            }
        }
    }

    private static string? WhatIsNotWell(StatusAnswer status)
    {
        var waits = status.WaitsFor.Select(wait => $"{wait.Object} waits ({wait.Rule}: {wait.Because}; {wait.WayOut})");
        var resources = status.Resources
            .Where(resource => !resource.State.StartsWith("Running", StringComparison.Ordinal) || !resource.Managed)
            .Select(resource => $"{resource.Id} is {resource.State} ({resource.Comment})");
        var hosts = status.Hosts
            .Where(host => !host.Connected || !host.Active || host.Fenced || host.Fencing is not null)
            .Select(host => $"{host.Id} is not as it should be ({host.Comment})");
        string[] all = [.. waits, .. resources, .. hosts, .. status.Held.Select(held => $"{held.Group} is held ({held.Because})")];
        return all.Length == 0 ? null : string.Join("; ", all);
    }

    private async Task AskAsync(params IReadOnlyList<string> command)
    {
        var text = string.Join(' ', command);
        if (_asked.TryGetValue(text, out var before) && Stopwatch.GetElapsedTime(before) < SameCommandAgain)
        {
            return;
        }

        _asked[text] = Stopwatch.GetTimestamp();
        var ended = await laboratory.HaloAsync([.. command, "--no-wait", "--reason", "soak"]);
        say($"  halo {text}: {(ended.Status == 0 ? "done" : ended.Error.Trim())}");
    }

    [GeneratedRegex("""halo (?<verb>cleanup|manage|activate|reset|fence)( [a-z]+\d+)+( --force)?""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WayOut();
}
