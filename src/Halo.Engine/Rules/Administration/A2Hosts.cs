namespace Halo.Engine.Rules.Administration;

/// <summary>Rule A2: what binds failback and deactivate. Safety: neither may take a group's only host away from it.</summary>
internal static class A2Hosts
{
    /// <summary>Why a host cannot be deactivated, as a sentence; null when it can.</summary>
    public static string? WhyNotDeactivated(DomainTurn turn, int index) =>
        turn.AllHosts.Any(other => other != index && turn.Host(other).Active)
            ? null
            : $"{turn.NameOfHost(index)} is the last active host of its failover domain";

    /// <summary>Why nothing can be brought back onto a host; null when it can.</summary>
    public static (string Because, string WayOut)? WhyNoFailback(DomainTurn turn, int index)
    {
        var name = turn.NameOfHost(index);
        if (turn.Host(index).Deactivated is { } mark)
        {
            return ($"{name} is deactivated ({mark})", $"halo activate {name}");
        }

        return turn.Host(index).IsConnected()
            ? null
            : ($"{name} is not connected: {turn.Host(index).WhyNotConnected(turn.Domain.Hosts[index])}", $"{turn.Host(index).WayBack(name)} first");
    }
}
