using Halo.Engine.Configuration;

namespace Halo.Configuration.Tests;

public class Examples
{
    [Fact]
    public void Reports_every_fault_of_the_broken_example_with_its_place()
    {
        var result = ConfigurationFile.Read(Sample.Example("broken.yaml"));

        Assert.Null(result.Config);
        Assert.Equal(
            [
                "5:3 unknown key \"fence_paramters\" in a host; did you mean fence_parameters?",
                "6:13 the host \"oss00\" is defined twice (first in line 3)",
                "11:15 parameters must be a mapping (name: value), not a list",
                "12:22 the resource \"ost9\" is not defined; did you mean ost0?",
                "14:9 kind must be PROVIDER/TYPE such as heartbeat/ZFS, not \"../../bin/sh\"",
                "16:16 resources depend on each other in a circle: pool0 -> ost0 -> pool0",
                "20:20 oss00 is the home host of pool0; it cannot be its failover host too",
                "20:27 the host \"oss77\" is not defined",
            ],
            result.Faults.Select(fault => $"{fault.Line}:{fault.Column} {fault.Message}"));
    }

    [Fact]
    public void Has_a_fault_for_every_line_of_the_broken_example_that_is_marked()
    {
        var path = Sample.Example("broken.yaml");
        var marked = File.ReadLines(path).Index().Where(l => l.Item.Contains("# fault", StringComparison.Ordinal)).Select(l => l.Index + 1);

        Assert.Equal(marked, ConfigurationFile.Read(path).Faults.Select(fault => fault.Line).Distinct());
    }

    [Fact]
    public void Reads_shape_A_into_pairs()
    {
        var config = Read("shape-a.yaml");

        Assert.Equal(["lu-mds00 lu-mds01", "lu-oss00 lu-oss01"], config.Domains.Select(HostsOf));
        Assert.Equal(
            [
                "zpool_00(zpool_00 mgt) lu-mds00>lu-mds01",
                "zpool_01(zpool_01 mdt0) lu-mds01>lu-mds00",
                "oss00e0(oss00e0 ost0 ost1) lu-oss00>lu-oss01",
                "oss01e0(oss01e0 ost2) lu-oss01>lu-oss00",
            ],
            config.Groups.Select(group => GroupText(config, group)));
    }

    [Fact]
    public void Reads_shape_B_with_its_shared_resources_into_one_domain()
    {
        var config = Read("shape-b.yaml");

        Assert.Equal(["nfs00 nfs01 nfs02:8100"], config.Domains.Select(HostsOf));
        Assert.Equal(
            [
                "address_home(address_home route_storage export_home export_projects) nfs00>nfs01>nfs02:8100",
                "address_projects(address_projects route_storage export_home export_projects) nfs01>nfs00>nfs02:8100",
                "scratch(scratch) nfs02:8100",
            ],
            config.Groups.Select(group => GroupText(config, group)));
        Assert.Equal([0, 0, 2], config.Domains[0].Groups.Select(group => group.ChangeUnit));
    }

    [Fact]
    public void Reads_the_settings_of_shape_B()
    {
        var settings = Read("shape-b.yaml").Settings;

        Assert.Equal(TimeSpan.FromSeconds(5), settings.MonitorInterval);
        Assert.Equal(TimeSpan.FromSeconds(10), settings.DetectionTimeout);
        Assert.Equal(["10.0.0.1"], settings.PingHosts.ToArray());
    }

    [Fact]
    public void Reads_hosts_with_ports_addresses_and_fence_parameters()
    {
        var hosts = Read("shape-b.yaml").Domains[0].Hosts;

        Assert.Equal(["10.0.0.20", "10.1.0.20"], hosts[0].Addresses.ToArray());
        Assert.Equal("ipmilan", hosts[0].FenceAgent);
        Assert.Equal(["ip", "username", "password_file", "lanplus"], hosts[0].FenceParameters.Select(p => p.Name));
        Assert.Equal(("nfs02:8100", "nfs02", 8100), (hosts[2].Id, hosts[2].Name, hosts[2].Port));
        Assert.Equal(["nfs02"], hosts[2].Addresses.ToArray());
    }

    [Fact]
    public void Reads_timeouts_and_parameters_of_a_resource()
    {
        var scratch = Read("shape-b.yaml").Domains[0].Resources.Single(r => r.Id is "scratch");

        Assert.Equal(new AgentKind("heartbeat", "Filesystem"), scratch.Kind);
        Assert.Equal(new OperationTimeouts(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(30)), scratch.Timeouts);
        Assert.Equal(["device", "directory", "fstype"], scratch.Parameters.Select(p => p.Name));
    }

    private static ClusterConfig Read(string example)
    {
        var result = ConfigurationFile.Read(Sample.Example(example));
        Assert.Empty(result.Faults);
        return result.Config!;
    }

    private static string HostsOf(FailoverDomain domain) => string.Join(' ', domain.Hosts.Select(host => host.Id));

    private static string GroupText(ClusterConfig config, GroupRef reference)
    {
        var domain = config.Domains[reference.Domain];
        var group = config[reference];
        var members = group.Members.Select(member => domain.Resources[member].Id);
        return $"{group.Id}({string.Join(' ', members)}) {string.Join('>', group.Hosts.Select(host => domain.Hosts[host].Id))}";
    }
}
