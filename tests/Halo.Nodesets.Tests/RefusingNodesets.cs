namespace Halo.Nodesets.Tests;

public class RefusingNodesets
{
    [Theory]
    [InlineData("", "a name is missing at the end")]
    [InlineData("a,", "a name is missing at the end")]
    [InlineData("a,,b", "a name is missing before ',' at character 3")]
    [InlineData("!a", "a name is missing before '!' at character 1")]
    [InlineData("n[1-3", "the bracket opened at character 2 is not closed")]
    [InlineData("n[", "it ends inside a bracket")]
    [InlineData("n[]", "a number is expected at character 3, not ']'")]
    [InlineData("n[a-b]", "a number is expected at character 3, not 'a'")]
    [InlineData("n[1-3;5]", "';' at character 6 cannot be in a bracket")]
    [InlineData("n[5-1]", "the range 5-1 at character 3 runs backwards")]
    [InlineData("n[08-9]", "the range 08-9 at character 3 pads its ends differently")]
    [InlineData("n[1-9/0]", "the range 1-9/0 at character 3 has a step of 0")]
    [InlineData("n1]", "']' at character 3 cannot be in a host's name")]
    [InlineData("a b", "'b' at character 3 cannot be in a host's name")]
    [InlineData("@oss", "'@' at character 1 cannot be in a host's name")]
    [InlineData("oss/1", "'/' at character 4 cannot be in a host's name")]
    [InlineData("a\0", "the character U+0000 at character 2 cannot be in a host's name")]
    [InlineData("n[1234567890123456]", "the number at character 3 is too long; the most is 15 digits")]
    public void Says_what_is_wrong_and_where(string text, string problem) =>
        Assert.EndsWith($": {problem}", Parsed.Error(text), StringComparison.Ordinal);

    [Fact]
    public void Names_the_argument_that_is_wrong() =>
        Assert.Equal("cannot read the nodeset 'n[': it ends inside a bracket", Parsed.Error("n1", "n[", "n2"));

    [Fact]
    public void Refuses_no_argument_at_all() => Assert.Equal("cannot read a nodeset: none is given", Parsed.Error());

    [Theory]
    [InlineData("n[0-999999999]")]
    [InlineData("n[0-999999999999999]")]
    [InlineData("a[0-99999]b[0-99999]")]
    [InlineData("a[0-9]b[0-9]c[0-9]d[0-9]e[0-9]f[0-9]")]
    [InlineData("n[0-999999999999999,0-999999999999999]b[0-999999999999999]c[0-999999999999999]")]
    [InlineData("a[1-60000]!a[1-60000]")]
    public void Refuses_a_nodeset_that_names_too_many_hosts(string text)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("names too many hosts; the most is 100000 in all", Parsed.Error(text), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
    }

    [Fact]
    public void Counts_the_names_of_all_arguments_together() =>
        Assert.Contains("names too many hosts", Parsed.Error("a[1-60000]", "b[1-60000]"), StringComparison.Ordinal);

    [Fact]
    public void Takes_as_many_hosts_as_the_limit_says() => Assert.Equal(100_000, Parsed.Of("n[0-99999]").Names.Length);

    [Fact]
    public void Refuses_a_text_that_is_too_long() =>
        Assert.Contains("too long", Parsed.Error(new string('a', NodesetLimits.MaxTextLength + 1)), StringComparison.Ordinal);

    [Fact]
    public void Refuses_a_name_that_is_too_long() =>
        Assert.Contains("names of 256 characters are too long", Parsed.Error(new string('a', 256)), StringComparison.Ordinal);

    [Fact]
    public void Repeats_no_more_of_a_long_text_than_fits_a_line() => Assert.InRange(Parsed.Error(new string('a', 5000)).Length, 1, 160);
}
