using Halo.Configuration.Drafts;

namespace Halo.Configuration.Checks;

/// <summary>
/// Reports what would make HALO take one machine for two: the same name twice, the same address twice. And what would
/// make it power off the wrong one.
/// </summary>
internal sealed class HostCheck(IReadOnlyList<DraftHost> hosts, FaultList faults)
{
    private const int MostHosts = 10_000;

    public void Run()
    {
        if (hosts.Count > MostHosts)
        {
            faults.Add(hosts[MostHosts].Id.At, $"there are more than {MostHosts} hosts; that is the most");
        }

        CheckNames();
        CheckAddresses();
        CheckFenceDevices();
    }

    // Host names are the same in upper and lower case.
    private void CheckNames()
    {
        var first = new Dictionary<string, DraftHost>(StringComparer.OrdinalIgnoreCase);
        foreach (var host in hosts)
        {
            if (!first.TryAdd(host.Id.Text, host))
            {
                var line = first[host.Id.Text].Id.At.Line;
                faults.Add(host.Id.At, $"the host {Shown.Text(host.Id.Text)} is defined twice (first in line {line})");
            }
        }
    }

    private void CheckAddresses()
    {
        var first = new Dictionary<(string Address, int? Port), DraftHost>();
        foreach (var host in hosts)
        {
            foreach (var address in host.Addresses)
            {
                var other = first.GetValueOrDefault((address.Text.ToLowerInvariant(), host.Port));
                if (other is null)
                {
                    first.Add((address.Text.ToLowerInvariant(), host.Port), host);
                }
                else if (!string.Equals(other.Id.Text, host.Id.Text, StringComparison.OrdinalIgnoreCase))
                {
                    faults.Add(
                        address.At,
                        $"the address {address.Text} is that of {other.Id.Text} already (line {other.Id.At.Line})");
                }
            }
        }
    }

    /// <summary>
    /// Two hosts whose fence agent gets exactly the same words, without a plug, are the same machine to it. powerman is
    /// left out because HALO itself adds the host's name there as the plug.
    /// </summary>
    private void CheckFenceDevices()
    {
        var first = new Dictionary<string, DraftHost>(StringComparer.Ordinal);
        foreach (var host in hosts.Where(NeedsADeviceOfItsOwn))
        {
            var words = string.Join('\n', host.FenceParameters.Select(p => $"{p.Name}={p.Value}").Order(StringComparer.Ordinal));
            var device = $"{host.FenceAgent}\n{words}";
            if (!first.TryAdd(device, host))
            {
                faults.Warn(
                    host.Id.At,
                    $"{host.Id.Text} and {first[device].Id.Text} have the same fence agent with the same parameters and no "
                    + "plug: fencing one would power off the other");
            }
        }
    }

    private static bool NeedsADeviceOfItsOwn(DraftHost host) =>
        host.FenceAgent is not (null or "powerman")
        && host.FenceParameters.Any(p => p.Name is "ip" or "ipaddr")
        && !host.FenceParameters.Any(p => p.Name is "plug" or "port");
}
