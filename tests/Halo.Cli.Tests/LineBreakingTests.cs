using Halo.Cli.Text;

namespace Halo.Cli.Tests;

public sealed class LineBreakingTests
{
    private static string Broken(TextLine line, int columns) =>
        string.Join('\n', LineBreaking.Break(line, columns).Select(l => l.ToString()));

    [Fact]
    public void Leaves_a_line_that_fits() => Assert.Equal("0123456789", Broken(TextLine.Of("0123456789"), 10));

    [Fact]
    public void Keeps_an_empty_line() => Assert.Equal("", Assert.Single(LineBreaking.Break(TextLine.Of(""), 10)).ToString());

    [Fact]
    public void Puts_the_rest_under_the_lines_own_column() => Assert.Equal(
        """
        ost0 (x): Error: mount
                  failed on
                  oss00
        """,
        Broken(TextLine.Of("ost0 (x): Error: mount failed on oss00", indent: 10), 22));

    [Fact]
    public void Breaks_a_long_nodeset_after_a_comma() => Assert.Equal(
        """
        on: oss[00-01,
            03-04,
            06-07]
        """,
        Broken(TextLine.Of("on: oss[00-01,03-04,06-07]", indent: 4), 14));

    [Fact]
    public void Cuts_a_word_that_is_wider_than_the_window() =>
        Assert.Equal("ab: cdef\n    ghij\n    kl", Broken(TextLine.Of("ab: cdefghijkl", indent: 4), 8));

    [Fact]
    public void Indents_little_where_the_window_is_narrower_than_the_column() =>
        Assert.Equal("a_very_long\n    _name:\n    x y", Broken(TextLine.Of("a_very_long_name: x y", indent: 18), 11));

    [Fact]
    public void Keeps_the_style_of_each_piece()
    {
        var line = new TextLine([new("ab: ", Style.Plain), new("one two", Style.Bad)], 4);

        var second = LineBreaking.Break(line, 8).Last();

        Assert.Equal([new StyledText("    ", Style.Plain), new StyledText("two", Style.Bad)], second.Parts.ToArray());
    }

    [Fact]
    public void Never_writes_beyond_the_window_and_loses_no_word()
    {
        const int seed = 20260415;
        var random = new Random(seed);
        for (var i = 0; i < 5000; i++)
        {
            var words = string.Join(' ', Enumerable.Range(0, random.Next(1, 9)).Select(_ => new string('w', random.Next(1, 30))));
            var line = TextLine.Of(words, indent: random.Next(0, 40));
            var columns = random.Next(1, 60);

            var rows = LineBreaking.Break(line, columns).Select(r => r.ToString()).ToList();

            Assert.True(rows.TrueForAll(r => r.Length <= columns), $"seed {seed}, try {i}: too wide");
            Assert.True(
                words.Count(c => c == 'w') == rows.Sum(r => r.Count(c => c == 'w')), $"seed {seed}, try {i}: letters lost");
        }
    }
}
