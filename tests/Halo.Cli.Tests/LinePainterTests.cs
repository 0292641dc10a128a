using Halo.Cli.Status;
using Halo.Cli.Text;
using static Halo.Cli.Tests.Answers;

namespace Halo.Cli.Tests;

public sealed class LinePainterTests
{
    [Fact]
    public void Colours_states_by_how_good_they_are()
    {
        var page = StatusPage.Lines(
            Of(
                Resource("ost0"),
                Resource("ost1", state: "Running (Failed Over)"),
                Resource("ost2", state: "Stopped") with { Managed = false },
                Resource("ost3", state: "Error") with { Comment = "mount failed" }) with
            {
                Hosts = [Lost("oss01", "x") with { Comment = null, Paths = [] }],
                Events = [Event("start")],
            },
            new StatusSelection(OnlyAbnormal: false, Events: 1));

        Assert.Equal(
            """
            ost0 (lustre/Lustre):      ~32mRunning~0m on oss00
            ost1 (lustre/Lustre):      ~33mRunning (Failed Over)~0m on oss00
            ost2 (lustre/Lustre):      ~33mStopped~0m~33m (Unmanaged)~0m
            ost3 (lustre/Lustre):      ~31mError~0m: mount failed
            ~1mConnected hosts:      ~0mnone
            ~1mDisconnected hosts:   ~0m~31moss01~0m
            ~1mEvents:~0m
            ~2m2026-04-15 15:40:45.186271~0m event=start object=oss01
            """,
            string.Join('\n', page.Select(l => LinePainter.Paint(l, colour: true))).Replace("\e[", "~", StringComparison.Ordinal));
    }

    [Fact]
    public void Writes_plain_text_without_colour() =>
        Assert.Equal("Error", LinePainter.Paint(TextLine.Of("Error", Style.Bad), colour: false));
}
