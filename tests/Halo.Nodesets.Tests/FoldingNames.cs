using FsCheck;
using FsCheck.Fluent;

namespace Halo.Nodesets.Tests;

public class FoldingNames
{
    [Theory]
    [InlineData("oss00", "oss00")]
    [InlineData("oss01 oss00", "oss[00-01]")]
    [InlineData("n1 n2 n3 n5", "n[1-3,5]")]
    [InlineData("n0 n2 n4", "n[0,2,4]")]
    [InlineData("n9 n10 n99 n100", "n[9-10,99-100]")]
    [InlineData("n08 n09 n10 n11", "n[08-11]")]
    [InlineData("n1 n01 n2 n02", "n[1-2,01-02]")]
    [InlineData("oss1-ib oss2-ib oss2", "oss[1-2]-ib,oss2")]
    [InlineData("r1n01 r1n02 r2n01 r2n02", "r[1-2]n[01-02]")]
    [InlineData("r1n1 r1n2 r2n1", "r1n[1-2],r2n1")]
    [InlineData("nfs02:8100 nfs03:8100", "nfs[02-03]:8100")]
    [InlineData("10.0.0.1 10.0.0.2", "10.0.0.[1-2]")]
    [InlineData("mgs b1 a1 a2", "a[1-2],b1,mgs")]
    [InlineData("", "")]
    public void Folds_and_sorts(string names, string folded) =>
        Assert.Equal(folded, Nodeset.Fold(names.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void Folds_a_whole_grid_into_two_brackets() => Assert.Equal("r[1-2]n[01-18]", Parsed.Of("r2n[01-18],r1n[01-18]").ToString());

    [Fact]
    public void Folds_a_step_into_single_numbers() => Assert.Equal("n[0,2,4]", Parsed.Of("n[0-4/2]").ToString());

    [Fact]
    public void Leaves_numbers_alone_that_are_too_long_for_a_bracket() =>
        Assert.Equal("n1234567890123456,n1234567890123457", Nodeset.Fold(["n1234567890123457", "n1234567890123456"]));

    [Fact]
    public void Writes_a_name_that_no_nodeset_can_hold_as_it_is() =>
        Assert.Equal("n[1-2],what is this?", Nodeset.Fold(["what is this?", "n2", "n1"]));

    [Fact]
    public void Folded_names_read_back_are_the_same_names() =>
        Prop.ForAll(
            Arb.From(NamesOfHosts),
            names =>
            {
                var expected = names.Distinct(StringComparer.Ordinal).Order(NaturalNameOrder.Instance);
                return Nodeset.TryParse(Nodeset.Fold(names), out var nodeset, out _) && nodeset.Names.SequenceEqual(expected);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Folding_twice_changes_nothing() =>
        Prop.ForAll(
            Arb.From(NamesOfHosts),
            names =>
            {
                var folded = Nodeset.Fold(names);
                return string.Equals(folded, Parsed.Of(folded).ToString(), StringComparison.Ordinal);
            }).Check(Config.QuickThrowOnFailure);

    // Few letters and small numbers, so that many names share a pattern and ranges, grids and paddings meet.
    private static Gen<string[]> NamesOfHosts =>
        from count in Gen.Choose(1, 40)
        from names in Gen.ArrayOf(NameOfHost, count)
        select names;

    private static Gen<string> NameOfHost =>
        from parts in Gen.ArrayOf(Gen.OneOf(Number, Gen.Elements("n", "r", "-ib", ".", ":")), 4)
        select "n" + string.Concat(parts);

    private static Gen<string> Number =>
        from value in Gen.Choose(0, 12)
        from width in Gen.Choose(1, 3)
        select value.ToString().PadLeft(width, '0');
}
