namespace Halo.CommandLine.Tests;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("Grüße, 世界 😀", "Grüße, 世界 😀")]
    [InlineData("a\tb\r\nc", @"a\tb\r\nc")]
    [InlineData("\e[31m\u007f\0", @"\x1b[31m\x7f\x00")]
    [InlineData("\u009b31m\u0085", @"\x9b31m\x85")]
    [InlineData("\u202eabc\u2066\u2028\u200b\ufeff", @"\u202eabc\u2066\u2028\u200b\ufeff")]
    [InlineData("\U000e0041", @"\U000e0041")]
    public void Escapes_what_a_terminal_would_act_upon(string text, string expected) =>
        Assert.Equal(expected, Printable.Escape(text));

    [Fact]
    public void Escapes_half_a_surrogate_pair() => Assert.Equal(@"x\ud800y", Printable.Escape("x\ud800y"));
}
