using Halo.Agents.Ocf;

namespace Halo.Agents.Tests.Ocf;

public sealed class OcfDurationTests
{
    [Theory]
    [InlineData("300s", 300)]
    [InlineData("100", 100)]
    [InlineData("2m30s", 150)]
    [InlineData("1h", 3600)]
    [InlineData(" 20 ", 20)]
    [InlineData("500ms", 0.5)]
    [InlineData("1min", 60)]
    public void Reads_what_metadata_writes(string text, double seconds)
    {
        Assert.True(OcfDuration.TryParse(text, out var duration));
        Assert.Equal(seconds, duration.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("10 parsecs")]
    [InlineData("1.5s")]
    [InlineData("2000000000h")]
    [InlineData("99999999999999s")]
    public void Refuses_everything_else(string text) => Assert.False(OcfDuration.TryParse(text, out _));
}
