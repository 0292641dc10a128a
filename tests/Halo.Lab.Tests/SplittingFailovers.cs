using Halo.Lab.Failover;
using Halo.Lab.Watching;
using Halo.Protocol.Cli;

namespace Halo.Lab.Tests;

/// <summary>How the bench takes a failover apart.</summary>
public sealed class SplittingFailovers
{
    private const string Management = "net:[1]", Partner = "net:[2]";
    private static readonly TimeSpan Fault = MonotonicClock.Now;

    [Fact]
    public void What_neither_a_setting_nor_an_agent_takes_is_HALOs_own()
    {
        var times = FailoverTimes.Of(FailoverStory.Of(Facts(
            mounted: 3000,
            [Happened(1100, "lost"), Happened(1110, "fence", "intent"), Happened(1900, "fence", "done")],
            [Run(Management, 1120, 1500, "python3", "/usr/sbin/fence_powerman"), Run(Management, 1510, 1890, "python3", "/usr/sbin/fence_powerman"),
             Run(Partner, 1910, 2800, "/usr/lib/ocf/resource.d/heartbeat/Filesystem", "start"), Run(Partner, 2000, 2700, "mount", "-t", "ext4"),
             Run(Partner, 2820, 3100, "/usr/lib/ocf/resource.d/lustre/Lustre", "start")])));

        Assert.Equal([3000, 1100, 380, 380, 890 + 180, 700, 70], Milliseconds(times));
    }

    [Fact]
    public void Where_the_fence_device_tells_that_the_host_is_off_nothing_is_fenced()
    {
        var times = FailoverTimes.Of(FailoverStory.Of(Facts(
            mounted: 1400,
            [Happened(800, "disconnected"), Happened(1050, "power")],
            [Run(Management, 810, 1040, "python3", "/usr/sbin/fence_powerman"), Run(Partner, 1100, 1450, "/usr/lib/ocf/resource.d/lustre/Lustre", "start")])));

        Assert.Equal([1400, 800, 0, 230, 300, 0, 70], Milliseconds(times));
    }

    [Theory]
    [InlineData("lost", "fence")]
    [InlineData("disconnected", "power")]
    public void A_detection_that_took_longer_than_its_settings_is_HALOs_own_for_the_rest(string detected, string proof)
    {
        var times = FailoverTimes.Of(FailoverStory.Of(Facts(
            mounted: 2000, [Happened(1500, detected), Happened(1500, proof, "intent"), Happened(1500, proof, "done")], [])));

        Assert.Equal([2000, 1250, 0, 0, 0, 0, 750], Milliseconds(times));
    }

    [Fact]
    public void What_other_hosts_run_meanwhile_counts_for_nothing()
    {
        var times = FailoverTimes.Of(FailoverStory.Of(Facts(
            mounted: 2000,
            [Happened(1000, "lost"), Happened(1000, "fence", "intent"), Happened(1000, "fence", "done")],
            [Run("net:[3]", 1100, 1900, "/usr/lib/ocf/resource.d/lustre/Lustre", "start"), Run(Partner, 1100, 1900, "/usr/lib/ocf/resource.d/lustre/Lustre", "monitor")])));

        Assert.Equal(1000, times.Own.TotalMilliseconds, tolerance: 1);
    }

    /// <summary>In all, detection, off, confirmed, start, mount, own.</summary>
    private static double[] Milliseconds(FailoverTimes times) =>
    [
        .. new[] { times.Total, times.Detection, times.Off, times.Confirmed, times.Start, times.Mount, times.Own }
            .Select(time => Math.Round(time.TotalMilliseconds)),
    ];

    private static FailoverFacts Facts(int mounted, EventStatus[] events, ProgramRun[] programs) => new()
    {
        Host = "oss00",
        Fault = Fault,
        Mounted = At(mounted),
        Events = events,
        Programs = programs,
        Management = Management,
        Partner = Partner,
        Settings = DetectionSettings.OneSecond,
    };

    private static EventStatus Happened(int milliseconds, string name, string? stage = null) => new()
    {
        Timestamp = MonotonicClock.DateOf(At(milliseconds)).ToString("O"),
        Event = name,
        Object = "oss00",
        By = "halo",
        Fields = stage is null ? [] : new SortedDictionary<string, string>(StringComparer.Ordinal) { ["stage"] = stage },
    };

    private static ProgramRun Run(string network, int began, int ended, params string[] words) => new(1, words, network, At(began)) { Ended = At(ended) };

    private static TimeSpan At(int milliseconds) => Fault + TimeSpan.FromMilliseconds(milliseconds);
}
