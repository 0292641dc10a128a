using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Halo.Engine.StateLog;
using Halo.Engine.Tests.Properties;

namespace Halo.Engine.Tests.StateLog;

public sealed class LogTextTests
{
    [Fact]
    public void Numbers_lines_from_one_and_tells_the_torn_last_one() =>
        Assert.Equal(
            [new TextLine(1, "a", LineFlaw.None), new TextLine(2, "", LineFlaw.None), new TextLine(3, "", LineFlaw.Torn)],
            Lines("a\n\nb"));

    [Fact]
    public void Finds_the_same_lines_wherever_the_bytes_are_cut() =>
        Prop.ForAll(Arb.From(Gen.Choose(1, 40).ArrayOf()), cuts =>
        {
            var text = Encoding.UTF8.GetBytes("first\n\nschön 𝄞 line\nlast\ntorn");
            Assert.Equal(Lines(text), LogText.Lines(Pieces(text, cuts)).ToArray());
        }).Check(Cases.Config);

    [Fact]
    public void Skips_a_line_that_is_too_long_and_reads_the_next() =>
        Assert.Equal(
            [new TextLine(1, "", LineFlaw.TooLong), new TextLine(2, "next", LineFlaw.None)],
            LogText.Lines(Pieces(Encoding.UTF8.GetBytes(new string('x', LogText.LongestLine + 1) + "\nnext\n"), [65_536, 65_536])));

    [Fact]
    public void Keeps_no_more_of_an_endless_line_than_it_would_read()
    {
        var piece = new byte[65_536];
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(LineFlaw.Torn, LogText.Lines(Enumerable.Repeat<ReadOnlyMemory<byte>>(piece, 4_096)).Single().Flaw);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * LogText.LongestLine);
    }

    [Fact]
    public void Survives_what_is_not_UTF_8() =>
        Assert.Equal("a\ufffdb", Lines([(byte)'a', 0xff, (byte)'b', (byte)'\n'])[0].Text);

    private static TextLine[] Lines(string text) => Lines(Encoding.UTF8.GetBytes(text));

    private static TextLine[] Lines(byte[] text) => [.. LogText.Lines(text)];

    /// <summary>The same buffer for every piece, as a reader of files has it.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Pieces(byte[] text, int[] lengths)
    {
        var buffer = new byte[65_536];
        var at = 0;
        for (var i = 0; at < text.Length; i++)
        {
            var length = Math.Min(i < lengths.Length ? lengths[i] : 7, text.Length - at);
            text.AsSpan(at, length).CopyTo(buffer);
            at += length;
            yield return buffer.AsMemory(0, length);
        }
    }
}
