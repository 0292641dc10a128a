namespace Halo.Nodesets.Tests;

public class ExpandingNodesets
{
    [Theory]
    [InlineData("oss00", "oss00")]
    [InlineData("oss[13-15,17-19]", "oss13 oss14 oss15 oss17 oss18 oss19")]
    [InlineData("oss[1-3]-ib", "oss1-ib oss2-ib oss3-ib")]
    [InlineData("r[1-2]n[09-10]", "r1n09 r1n10 r2n09 r2n10")]
    [InlineData("n1[0-2]", "n10 n11 n12")]
    [InlineData("nfs02:[8100-8101]", "nfs02:8100 nfs02:8101")]
    [InlineData("mds[1-2].site.example", "mds1.site.example mds2.site.example")]
    public void Expands_brackets(string text, string names) => Assert.Equal(names, Parsed.Names(text));

    [Theory]
    [InlineData("n[0-6/2]", "n0 n2 n4 n6")]
    [InlineData("n[1-6/2]", "n1 n3 n5")]
    [InlineData("n[001-009/4]", "n001 n005 n009")]
    public void Steps_through_a_range(string text, string names) => Assert.Equal(names, Parsed.Names(text));

    [Theory]
    [InlineData("n[08-11]", "n08 n09 n10 n11")]
    [InlineData("n[8-11]", "n8 n9 n10 n11")]
    [InlineData("n[1,01,001]", "n1 n01 n001")]
    [InlineData("n[000-002]", "n000 n001 n002")]
    public void Keeps_padding(string text, string names) => Assert.Equal(names, Parsed.Names(text));

    [Theory]
    [InlineData("a,b,a", "a b")]
    [InlineData("n[1-5]!n[2-3]", "n1 n4 n5")]
    [InlineData("n[1-5]&n[4-9]", "n4 n5")]
    [InlineData("n[1-3]^n[2-4]", "n1 n4")]
    [InlineData("n[1-9]!n[2-9],n3", "n1 n3")]
    [InlineData("a,b&b,c", "b c")]
    public void Applies_operators_from_left_to_right(string text, string names) => Assert.Equal(names, Parsed.Names(text));

    [Fact]
    public void Unites_several_arguments() => Assert.Equal("n1 n2 n3 n10", Parsed.Names("n10,n[2-3]!n3", "n3", "n1"));

    [Fact]
    public void Ignores_blanks_around_names() => Assert.Equal("a b", Parsed.Names(" a , b "));

    [Fact]
    public void Sorts_numbers_by_value() => Assert.Equal("n2 n10 n10-ib n010 o1", Parsed.Names("o1,n010,n10-ib,n10,n2"));

    [Fact]
    public void May_be_left_with_no_name() => Assert.Empty(Parsed.Of("n1!n1").Names);
}
