namespace Halo.Configuration.Tests;

public class ShapeA
{
    [Fact]
    public void Makes_a_group_of_every_resource_that_requires_nothing() =>
        Assert.Equal(["pool0", "other"], Sample.Valid(Sample.ShapeA(first: "other: { kind: a/b, requires: null }", end: ""))
            .Domains[0].Groups.Select(group => group.Id));

    [Fact]
    public void Takes_a_resource_that_is_required_before_it_is_listed()
    {
        var config = Sample.Valid("hosts: [{ hostname: a, resources: { b: { kind: x/y, requires: c }, c: { kind: x/y, requires: null } } }]");

        Assert.Equal(["c", "b"], config.Domains[0].Resources.Select(resource => resource.Id));
    }

    [Theory]
    [InlineData("ost0: { kind: a/b, requires: pol0 }", "6:34: the resource \"pol0\" is not defined; did you mean pool0?")]
    [InlineData("ost0: { kind: a/b, requires: pool1 }", "6:34: ost0 requires pool1, which is listed under oss01; both must be on one host")]
    [InlineData("ost0: { kind: a/b }", "6:11: a resource needs the key requires: the name of the resource that it needs, or null")]
    [InlineData("ost0: { requires: pool0 }", "6:11: a resource needs a value for the key kind")]
    [InlineData("ost0: { kind: a/b, requires: ost0 }", "6:34: resources depend on each other in a circle: ost0 -> ost0")]
    [InlineData("pool0: { kind: a/b, requires: null }", "6:5: the resource \"pool0\" is defined twice (first in line 5)")]
    [InlineData("pool1: { kind: a/b, requires: null }", "10:5: the resource \"pool1\" is defined twice (first in line 6)")]
    [InlineData("ost0: null", "6:11: the resource \"ost0\" must be a mapping (name: value), not null")]
    public void Refuses_a_resource_that_does_not_fit(string resource, string fault) =>
        Assert.Contains(fault, Sample.Faults(Sample.ShapeA(resource)), StringComparison.Ordinal);

    [Theory]
    [InlineData("[[oss00]]", "12:18: a failover pair must be two hosts, not 1")]
    [InlineData("[[oss00, oss01, oss00]]", "12:18: a failover pair must be two hosts, not 3")]
    [InlineData("[oss00, oss01]", "12:18: a failover pair must be a list of two hosts, not text\n12:25: a failover pair must be a list of two hosts, not text")]
    [InlineData("[[oss00, oss00]]", "12:26: oss00 cannot be its own failover host")]
    [InlineData("[[oss00, oss02]]", "12:26: the host \"oss02\" is not defined; did you mean oss00?")]
    [InlineData("[[oss00, oss01], [oss01, oss00]]", "12:35: oss01 is in a pair with oss00 already; several failover hosts need resource_groups\n12:42: oss00 is in a pair with oss01 already; several failover hosts need resource_groups")]
    [InlineData("oss00", "12:17: failover_pairs must be a list, not text")]
    public void Refuses_pairs_that_are_none(string pairs, string faults) =>
        Assert.Equal(faults, Sample.Faults(Sample.ShapeA(end: $"failover_pairs: {pairs}")));

    [Theory]
    [InlineData("failover_pairs: []\nresources: []", "12:1: failover_pairs cannot stand beside")]
    [InlineData("resource_groups: []", "4:3: resources cannot stand under a host")]
    public void Refuses_a_file_of_both_shapes(string end, string fault) =>
        Assert.Contains(fault, Sample.Faults(Sample.ShapeA(end: end)), StringComparison.Ordinal);
}
