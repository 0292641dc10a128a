using Halo.Engine.Tests.World;

namespace Halo.Engine.Tests;

public sealed class DomainFinderTests
{
    [Fact]
    public void Makes_one_domain_of_each_failover_pair()
    {
        var config = new ClusterBuilder()
            .Host("oss00").Host("oss01").Host("oss02").Host("oss03")
            .Group("pool0", ["oss00", "oss01"])
            .Group("pool1", ["oss01", "oss00"])
            .Group("pool2", ["oss03", "oss02"])
            .Build();

        Assert.Equal(["oss00 oss01: pool0 pool1", "oss02 oss03: pool2"], Describe(config));
    }

    [Fact]
    public void Joins_hosts_that_groups_connect_in_a_chain()
    {
        var config = new ClusterBuilder()
            .Host("a").Host("b").Host("c").Host("d")
            .Group("p", ["c", "d"])
            .Group("q", ["a", "b"])
            .Group("r", ["b", "c"])
            .Build();

        Assert.Equal(["a b c d: p q r"], Describe(config));
    }

    [Fact]
    public void Joins_the_domains_of_groups_that_share_a_resource()
    {
        var config = new ClusterBuilder()
            .Host("a").Host("b").Host("c").Host("d")
            .Group("p", ["a", "b"], "lnet")
            .Group("q", ["c", "d"], "lnet")
            .Build();

        Assert.Equal(["a b c d: p q"], Describe(config));
    }

    [Fact]
    public void Keeps_a_host_without_groups_and_a_group_without_failover_hosts_in_domains_of_their_own()
    {
        var config = new ClusterBuilder().Host("idle").Host("alone").Group("p", ["alone"]).Build();

        Assert.Equal(["idle: ", "alone: p"], Describe(config));
    }

    [Fact]
    public void Keeps_the_order_of_the_file_within_a_domain_and_among_the_whole()
    {
        var config = new ClusterBuilder()
            .Host("b").Host("x").Host("a").Host("y")
            .Group("late", ["y", "x"])
            .Group("early", ["a", "b"])
            .Build();

        Assert.Equal(["b a: early", "x y: late"], Describe(config));
        Assert.Equal(["b", "x", "a", "y"], config.Hosts.Select(host => config[host].Id));
        Assert.Equal(["late", "early"], config.Groups.Select(group => config[group].Id));
    }

    [Fact]
    public void Knows_the_hosts_of_a_group_home_first_and_in_order_of_preference()
    {
        var config = new ClusterBuilder().Host("a").Host("b").Host("c").Group("p", ["c", "a", "b"]).Build();

        Assert.Equal([2, 0, 1], config.Domains[0].Groups[0].Hosts.AsEnumerable());
        Assert.Equal(2, config.Domains[0].Groups[0].HomeHost);
    }

    [Fact]
    public void Puts_parents_before_dependents_and_keeps_the_order_of_the_file_among_siblings()
    {
        var config = new ClusterBuilder()
            .Host("a")
            .Group("root", ["a"], "left", "right")
            .Needs("leaf", "right")
            .Needs("leaf", "left")
            .Build();
        var (domain, group) = (config.Domains[0], config.Domains[0].Groups[0]);

        Assert.Equal(["root", "left", "right", "leaf"], group.Members.Select(member => domain.Resources[member].Id));
        Assert.Equal(["", "root", "root", "left right"], group.Parents.Select(parents =>
            string.Join(' ', parents.Select(parent => domain.Resources[parent].Id))));
    }

    [Fact]
    public void Counts_groups_that_share_a_resource_through_others_as_one_for_changes()
    {
        var config = new ClusterBuilder()
            .Host("a").Host("b")
            .Group("p", ["a", "b"], "lnet")
            .Group("q", ["a", "b"])
            .Group("r", ["b", "a"], "lnet", "log")
            .Group("s", ["b", "a"], "log")
            .Build();

        Assert.Equal([0, 1, 0, 0], config.Domains[0].Groups.Select(group => group.ChangeUnit));
    }

    [Fact]
    public void Calls_a_resource_shared_when_several_groups_have_it()
    {
        var config = new ClusterBuilder()
            .Host("a").Host("b").Host("c")
            .Group("p", ["a", "b"], "lnet")
            .Group("q", ["b", "c"], "lnet")
            .Build();
        var domain = config.Domains[0];
        var lnet = domain.Groups[0].Members[1];

        Assert.False(domain.IsExclusive(lnet));
        Assert.True(domain.IsExclusive(domain.Groups[0].Root));
        Assert.True(domain.MayRunOn(lnet, 2));
        Assert.False(domain.MayRunOn(domain.Groups[0].Root, 2));
    }

    [Fact]
    public void Does_not_accept_a_cycle()
    {
        var builder = new ClusterBuilder().Host("a").Group("p", ["a"], "q").Needs("p", "q");

        Assert.Contains("depends on itself", Assert.Throws<InvalidOperationException>(builder.Build).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Describe(ClusterConfig config) => config.Domains.Select(domain =>
        $"{string.Join(' ', domain.Hosts.Select(host => host.Id))}: {string.Join(' ', domain.Groups.Select(group => group.Id))}");
}
