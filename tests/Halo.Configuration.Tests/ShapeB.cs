namespace Halo.Configuration.Tests;

public class ShapeB
{
    [Theory]
    [InlineData("dependents: [ost0]", "", "7:52: the resource \"ost0\" is not defined")]
    [InlineData("dependents: [pool0]", "", "7:52: resources depend on each other in a circle: pool0 -> pool0")]
    [InlineData("dependents: [b, b]", "- { name: b, kind: a/b }", "7:55: b stands twice among the dependents of pool0")]
    [InlineData("dependents: b", "- { name: b, kind: a/b }", "7:51: dependents must be a list, not text")]
    [InlineData("dependents: [[b]]", "- { name: b, kind: a/b }", "7:52: a dependent must be text, not a list")]
    [InlineData("", "- { name: pool0, kind: a/b }", "8:11: the resource \"pool0\" is defined twice (first in line 7)")]
    [InlineData("", "- { kind: a/b }", "8:3: a resource needs a value for the key name")]
    [InlineData("", "- pool1", "8:3: a resource must be a mapping (name: value), not text")]
    public void Refuses_resources_that_do_not_fit(string pool, string resources, string fault) =>
        Assert.Equal(fault, Sample.Faults(Sample.ShapeB(pool: pool, resources: resources)));

    [Theory]
    [InlineData("root: pool0, home_host: oss01", "11:11: the group \"pool0\" is defined twice (first in line 10)")]
    [InlineData("root: pol0, home_host: oss01", "11:11: the resource \"pol0\" is not defined; did you mean pool0?")]
    [InlineData("root: more, home_host: oss0", "11:28: the host \"oss0\" is not defined; did you mean oss00?")]
    [InlineData("root: more", "11:3: a resource group needs a value for the key home_host")]
    [InlineData("home_host: oss00", "11:3: a resource group needs a value for the key root")]
    [InlineData("root: more, home_host: oss00, failover_hosts: [oss00]", "11:52: oss00 is the home host of more; it cannot be its failover host too")]
    [InlineData("root: more, home_host: oss00, failover_hosts: [oss01, oss01]", "11:59: oss01 stands twice among the failover hosts of more")]
    [InlineData("root: more, home_host: oss00, failover_hosts: oss01", "11:51: failover_hosts must be a list, not text")]
    public void Refuses_groups_that_do_not_fit(string group, string fault) =>
        Assert.Equal(fault, Sample.Faults(Sample.ShapeB(resources: "- { name: more, kind: a/b }", groups: $"- {{ {group} }}")));

    [Theory]
    [InlineData("heartbeat/ZFS")]
    [InlineData("heartbeat/Filesystem")]
    [InlineData("lustre/Lustre")]
    public void Refuses_storage_that_several_groups_share(string kind) => Assert.Equal(
        $"9:11: disk ({kind}) belongs to several groups (pool0, ip) and could run on two hosts at once; storage must belong to one group only",
        Sample.Fault(Sample.ShapeB(
            pool: "dependents: [disk]",
            resources: $"- {{ name: ip, kind: heartbeat/IPaddr2, dependents: [disk] }}\n- {{ name: disk, kind: {kind} }}",
            groups: "- { root: ip, home_host: oss01 }")));

    [Fact]
    public void Takes_a_resource_that_several_groups_share()
    {
        var config = Sample.Valid(Sample.ShapeB(
            pool: "dependents: [route]",
            resources: "- { name: ip, kind: heartbeat/IPaddr2, dependents: [route] }\n- { name: route, kind: heartbeat/Route }",
            groups: "- { root: ip, home_host: oss01 }"));

        Assert.Equal([[0], [0, 1], [1]], config.Domains[0].GroupsOfResource.Select(groups => groups.ToArray()));
    }

    [Fact]
    public void Warns_of_a_resource_that_no_group_has() => Assert.Equal(
        "halo.conf:8:11: HALO will never run spare: it belongs to no group",
        Assert.Single(Sample.Parse(Sample.ShapeB(resources: "- { name: spare, kind: a/b }")).Warnings).ToString());

    [Fact]
    public void Starts_a_resource_after_all_that_it_depends_on()
    {
        var config = Sample.Valid(Sample.ShapeB(
            pool: "dependents: [b, c]",
            resources: "- { name: c, kind: a/b, dependents: [d] }\n- { name: d, kind: a/b }\n- { name: b, kind: a/b, dependents: [d] }"));
        var domain = config.Domains[0];

        Assert.Equal(["pool0", "b", "c", "d"], domain.Resources.Select(resource => resource.Id));
        Assert.Equal([[], [0], [0], [1, 2]], domain.Groups[0].Parents.Select(parents => parents.ToArray()));
    }
}
