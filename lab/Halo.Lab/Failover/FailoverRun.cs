using Halo.Lab.Watching;
using Halo.Testing;

namespace Halo.Lab.Failover;

/// <summary>One failover of the first target, from the fault to the mount on the partner, and the way back.</summary>
internal sealed class FailoverRun(Laboratory laboratory, ProcessWatch processes, BenchRow row)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly Target _target = laboratory.Plan.Targets.First();

    /// <summary>Breaks the target's home host, watches what happens, and brings all back to where it was.</summary>
    public async Task<FailoverStory> PlayAsync()
    {
        processes.Forget();
        var story = await FailOverAsync();
        await ComeBackAsync();
        return story;
    }

    private async Task<FailoverStory> FailOverAsync()
    {
        var mgmt = ProcessWatch.NetworkOf(laboratory.FirstProcess("mgmt"));
        var partner = ProcessWatch.NetworkOf(laboratory.FirstProcess(_target.Partner));
        using var mounts = new MountWatch(laboratory.FirstProcess(_target.Partner), _target.MountPoint);
        var before = laboratory.Faults().Count;
        await BreakAsync();
        var mounted = await mounts.Mounted.WaitAsync(Patience);
        await laboratory.RunsOnAsync(_target.Partner, _target);
        var fault = FaultAfter(before);
        var events = (await laboratory.StatusAsync()).Events.Where(happened => FailoverStory.MomentOf(happened) > fault).ToList();
        return FailoverStory.Of(new FailoverFacts
        {
            Host = _target.Home,
            Fault = fault,
            Mounted = mounted,
            Events = events,
            Programs = processes.Runs(),
            Management = mgmt,
            Partner = partner,
            Settings = row.Detection,
        });
    }

    private Task BreakAsync() => row.Fault switch
    {
        BenchFault.PowerCut => laboratory.PowerCutAsync(_target.Home),
        BenchFault.Partition => laboratory.CutAsync(_target.Home),
    };

    /// <summary>When the lab did that to the host. With a power cut the fence agent powers it off once more, later.</summary>
    private TimeSpan FaultAfter(int earlier)
    {
        var done = row.Fault switch
        {
            BenchFault.PowerCut => $"off {_target.Home}",
            BenchFault.Partition => $"cables down {_target.Home}",
        };
        return MonotonicClock.Of(laboratory.Faults().Skip(earlier).First(fault => string.Equals(fault.What, done, StringComparison.Ordinal)).At);
    }

    private async Task ComeBackAsync()
    {
        if (row.Fault == BenchFault.Partition)
        {
            await laboratory.HealAsync(_target.Home);
        }

        await laboratory.PowerOnAsync(_target.Home);
        await laboratory.StatusShowsAsync($"{_target.Home} is connected", status => status.Host(_target.Home).Connected);
        await laboratory.DoWithHaloAsync("reset", _target.Home);
        await laboratory.DoWithHaloAsync("failback", "--onto", _target.Home);
        await laboratory.AllIsWellAsync();
    }
}
