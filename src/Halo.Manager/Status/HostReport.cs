using Halo.Engine.Configuration;
using Halo.Engine.Inputs;
using Halo.Engine.Rules.Fencing;
using Halo.Engine.State;
using Halo.Manager.Loop;
using Halo.Protocol.Cli;

namespace Halo.Manager.Status;

/// <summary>A host in the words of the CLI.</summary>
internal static class HostReport
{
    /// <summary>The host.</summary>
    public static HostStatus Of(ClusterSnapshot snapshot, HostRef reference)
    {
        var config = snapshot.Config[reference];
        var host = snapshot.State.Domains[reference.Domain].Hosts[reference.Host];
        return new HostStatus
        {
            Id = config.Id,
            Connected = host.IsConnected(),
            Active = host.Active,
            Fenced = host.Fenced is not null,
            FenceFailed = host is { FenceTrouble: not null, Fence: null },
            Fencing = Progress(host.Fence),
            Power = Power(host),
            Comment = Comment(host, config, CannotFailOver(snapshot, reference)),
            Paths =
            [
                .. host.Paths.Select((path, i) => new PathStatus
                {
                    Address = config.Addresses[i],
                    Up = path.Answer == PathAnswer.Answered,
                    Comment = path.Trouble(config.Addresses[i]),
                }),
            ],
        };
    }

    /// <summary>What is to be told before anything is lost (rule F0); null where the host can be fenced, or nothing should leave it.</summary>
    private static string? CannotFailOver(ClusterSnapshot snapshot, HostRef reference)
    {
        var domain = snapshot.Config.Domains[reference.Domain];
        return F0FenceAgent.CannotFailOver(domain, reference.Host)
            ?? (domain.HasGroupsToFailOver(reference.Host)
                && domain.Hosts[reference.Host].FenceAgent is { } agent
                && snapshot.MissingAgents.TryGetValue(agent, out var why)
                ? $"cannot fail over: {why}"
                : null);
    }

    private static FenceProgress? Progress(FenceAttempt? fence) => fence is null ? null : fence.Stage switch
    {
        FenceStage.Announced => FenceProgress.Announced,
        FenceStage.PoweringOff => FenceProgress.PoweringOff,
        FenceStage.Verifying => FenceProgress.Verifying,
    };

    private static string Power(HostState host) => host switch
    {
        { Off: not null } or { Power.Answer: PowerAnswer.Off } => "off",
        { Power.Answer: PowerAnswer.On } => "on",
        _ => "unknown",
    };

    /// <summary>Everything that is not as it should be, what matters most first; null where all is well.</summary>
    private static string? Comment(HostState host, HostConfig config, string? cannotFailOver)
    {
        var clauses = new[]
        {
            Fencing(host),
            host is { OpenIntent: { } intent, Fence: null }
                ? $"a fence begun {intent.Mark} has no outcome; it goes on when {config.Id} is lost; halo reset {config.Id} ends that"
                : null,
            host.Fence is null ? Fenced(host, config.Id) : null,
            host.Deactivated is { } deactivated ? $"deactivated ({deactivated})" : null,
            Contact(host, config),
            cannotFailOver,
            host.ContradictsItsPower() ? "its fence agent says off while it answers: fence_parameters name another host" : null,
        };
        var told = string.Join("; ", clauses.Append(Power(host, clauses)).Where(clause => clause is not null));
        return told.Length > 0 ? told : null;
    }

    /// <summary>What its fence agent complains of, unless a fence has failed of that very thing and says so.</summary>
    private static string? Power(HostState host, string?[] told) =>
        !host.IsConnected()
        && host.Power is { Answer: PowerAnswer.Failed } power
        && !told.Any(clause => clause?.Contains(power.Why, StringComparison.Ordinal) == true)
            ? $"its power status is not known: {power.Why}"
            : null;

    private static string? Fencing(HostState host)
    {
        if (host.Fence is not { } fence)
        {
            return null;
        }

        var stage = fence.Stage switch
        {
            FenceStage.Announced => "the intent is being written",
            FenceStage.PoweringOff => "its fence agent powers it off",
            FenceStage.Verifying => "its fence agent is asked until it says off",
        };
        var trouble = fence.Trouble.Length > 0 ? $"; {fence.Trouble}" : "";
        return $"being fenced ({fence.Order.Mark}): {stage}{trouble}";
    }

    /// <summary>A fence that is over, and the next step: what comes before it is the administrator's.</summary>
    private static string? Fenced(HostState host, string name) => host switch
    {
        { FenceTrouble: { } trouble } =>
            $"its fence{(host.Fenced is { } mark ? $" ({mark})" : "")} failed: {trouble}; halo reset {name} when it is healthy",
        { Fenced: { } mark } => $"fenced ({mark}) and not reset; halo reset {name} when it is healthy",
        _ => null,
    };

    private static string? Contact(HostState host, HostConfig config)
    {
        if (host.IsConnected())
        {
            return host.Session.Stage == SessionStage.Refused ? host.Session.Why : null;
        }

        // Of a host that is verified off it is no news that it does not answer.
        return host.Off is null ? host.WhyNotConnected(config) : "verified off";
    }
}
