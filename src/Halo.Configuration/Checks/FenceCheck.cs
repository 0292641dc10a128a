using Halo.Configuration.Drafts;

namespace Halo.Configuration.Checks;

/// <summary>Warns of hosts that cannot be fenced though groups should fail over from them (rule F0).</summary>
internal sealed class FenceCheck(Draft draft, FaultList faults)
{
    public void Run()
    {
        var groupsOn = draft.Hosts.DistinctBy(h => h.Id.Text, StringComparer.Ordinal)
            .ToDictionary(h => h.Id.Text, _ => new List<string>(), StringComparer.Ordinal);
        foreach (var group in draft.Groups)
        {
            if (group is { HomeHost: { } home, FailoverHosts.IsEmpty: false })
            {
                foreach (var host in group.FailoverHosts.Prepend(home))
                {
                    groupsOn.GetValueOrDefault(host.Text)?.Add(group.Root.Text);
                }
            }
        }

        foreach (var host in draft.Hosts)
        {
            if (host.FenceAgent is null && groupsOn[host.Id.Text] is { Count: > 0 } groups)
            {
                faults.Warn(
                    host.Id.At,
                    $"{host.Id.Text} has no fence agent: {Shown.Names(groups)} cannot fail over from it when it is lost");
            }
            else if (host.FenceAgent is null && !host.FenceParameters.IsEmpty)
            {
                faults.Warn(host.Id.At, $"{host.Id.Text} has fence_parameters but no fence_agent: they are not used");
            }
        }
    }
}
