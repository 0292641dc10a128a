namespace Halo.Configuration.Tests;

public class Suggestions
{
    [Theory]
    [InlineData("hostnmae", "hostname")]
    [InlineData("hosname", "hostname")]
    [InlineData("hostnames", "hostname")]
    [InlineData("HOSTNAME", "hostname")]
    [InlineData("adresses", "addresses")]
    [InlineData("fence_agnet", "fence_agent")]
    public void Name_the_known_key_that_was_probably_meant(string written, string meant) =>
        Assert.Contains($"unknown key \"{written}\" in a host; did you mean {meant}?", FaultsOfKey(written), StringComparison.Ordinal);

    [Theory]
    [InlineData("ip")]
    [InlineData("something_else_entirely")]
    public void Are_not_made_where_nothing_is_close(string written) =>
        Assert.DoesNotContain("did you mean", FaultsOfKey(written), StringComparison.Ordinal);

    [Fact]
    public void Are_made_for_the_first_unknown_names_only()
    {
        var dependents = string.Join(", ", Enumerable.Range(0, 100).Select(i => $"pool{i + 10}"));
        var faults = Sample.Parse(Sample.ShapeB(pool: $"dependents: [{dependents}]")).Faults;

        Assert.Equal(100, faults.Length);
        Assert.Equal(25, faults.Count(fault => fault.Message.Contains("did you mean pool0?", StringComparison.Ordinal)));
    }

    private static string FaultsOfKey(string key) => Sample.Faults($"hosts: [{{ {key}: x }}]");
}
