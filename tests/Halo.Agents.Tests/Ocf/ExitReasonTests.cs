using Halo.Agents.Ocf;

namespace Halo.Agents.Tests.Ocf;

public sealed class ExitReasonTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("\n \n", "")]
    [InlineData("one\ntwo\n\n", "two")]
    [InlineData("ocf-exit-reason:first\nnoise\nocf-exit-reason:  pool is gone \nmore noise\n", "pool is gone")]
    [InlineData("2026 ERROR: ocf-exit-reason:tab\there\u001b[31m", "tab here [31m")]
    public void Is_the_text_after_the_last_prefix_else_the_last_line(string error, string reason) =>
        Assert.Equal(reason, ExitReason.Of(error));

    [Fact]
    public void Is_bounded() => Assert.Equal(1024, ExitReason.Of(new string('x', 100_000)).Length);
}
