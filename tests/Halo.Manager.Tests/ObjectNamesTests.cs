using Halo.Manager.Requests;

namespace Halo.Manager.Tests;

public sealed class ObjectNamesTests
{
    private readonly ObjectNames _names = new(HandMadeSnapshots.Config);

    [Fact]
    public void Finds_every_kind_of_object_in_its_failover_domain()
    {
        Assert.Equal<NamedObject[]>([new("mds01", 1, 1), new("oss00", 0, 0)], [.. _names.Find(ObjectKind.Host, ["mds01", "oss00"]).Found!.Value]);
        Assert.Equal<NamedObject[]>([new("pool1", 0, 1)], [.. _names.Find(ObjectKind.Group, ["pool1"]).Found!.Value]);
        Assert.Equal<NamedObject[]>([new("pool1", 0, 2)], [.. _names.Find(ObjectKind.Resource, ["pool1"]).Found!.Value]);
    }

    [Fact]
    public void Takes_an_object_once() => Assert.Single(_names.Find(ObjectKind.Host, ["oss00", "oss00"]).Found!.Value);

    [Theory]
    [InlineData(ObjectKind.Host, "oss02", "there is no host oss02 (did you mean oss00?); nothing was done")]
    [InlineData(ObjectKind.Host, "nfs", "there is no host nfs; nothing was done")]
    [InlineData(ObjectKind.Host, "ost0", "there is no host ost0 (it is a resource); nothing was done")]
    [InlineData(ObjectKind.Group, "ost0", "there is no group ost0 (it is a resource of the group pool0); nothing was done")]
    [InlineData(ObjectKind.Group, "oss00", "there is no group oss00 (it is a host); nothing was done")]
    [InlineData(ObjectKind.Resource, "mdt0", "there is no resource mdt0 (did you mean mdt?); nothing was done")]
    [InlineData(ObjectKind.Host, "OSS00", "there is no host OSS00; nothing was done")]
    internal void Says_what_was_likely_meant_by_a_name_that_there_is_not(ObjectKind kind, string name, string sentence) =>
        Assert.Equal((null, sentence), _names.Find(kind, [name]));

    [Fact]
    public void Finds_nothing_at_all_where_one_name_is_unknown()
    {
        (var found, var unknown) = _names.Find(ObjectKind.Host, ["oss00", "a", "b", "c", "d", "e", "f", "g"]);

        Assert.Null(found);
        Assert.Equal("there is no host a, b, c, d, e and 2 more; nothing was done", unknown);
    }

    [Fact]
    public void Tells_a_very_long_name_only_in_part() =>
        Assert.True(_names.Find(ObjectKind.Host, [new string('x', 1_000_000)]).Unknown!.Length < 400);
}
