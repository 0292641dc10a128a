using System.Globalization;
using Halo.Lab;
using Halo.Lab.Failover;
using Halo.Lab.Soaking;

// The part of the lab that counts, measures and draws, for lab/lab, which tells in HALO_LAB whose laboratory it is and in HALO_LAB_STORAGE
// how that was set up.
var name = Environment.GetEnvironmentVariable("HALO_LAB") ?? "lab";
try
{
    return args switch
    {
        ["load"] => await LoadAsync(TimeSpan.FromDays(1)),
        ["load", var seconds] when NumberIn(seconds) is { } limit => await LoadAsync(TimeSpan.FromSeconds(limit)),
        ["bench"] => await BenchAsync(runs: 10),
        ["bench", "--quick"] => await BenchAsync(runs: 3),
        ["bench", "--runs", var runs] when NumberIn(runs) is { } number and > 0 => await BenchAsync(number),
        ["soak", .. var options] when SoakOptions.Parse(options) is { } soak => await Soak.RunAsync($"{name}-soak", soak.Seed, soak.Length, Console.Out),
        _ => await MisusedAsync(),
    };
}
catch (Exception e) when (e is LaboratoryException or TimeoutException)
{
    await Console.Error.WriteLineAsync($"lab: {e.Message}");
    return 1;
}

static int? NumberIn(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

static async Task<int> MisusedAsync()
{
    await Console.Error.WriteLineAsync("lab: load [SECONDS], bench [--quick] [--runs N], soak [--minutes N] [--seed S]");
    return 64;
}

Task<int> BenchAsync(int runs) => new FailoverBench($"{name}-bench", runs, Console.Out).RunAsync();

async Task<int> LoadAsync(TimeSpan limit)
{
    var plan = new LaboratoryPlan { Storage = (Environment.GetEnvironmentVariable("HALO_LAB_STORAGE") ?? "ext4,zfs").Split(',') };
    using var end = new CancellationTokenSource(limit);
    Console.CancelKeyPress += (_, pressed) =>
    {
        pressed.Cancel = true;
        end.Cancel();
    };
    await using var load = Load.Start(Laboratory.Existing(name, plan));
    while (!end.IsCancellationRequested)
    {
        await Task.Delay(TimeSpan.FromSeconds(1), end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Console.WriteLine(string.Join("  ", plan.Targets.Select(target => $"{target.Name} {load.Acknowledged(target)}")));
    }

    await load.NothingIsLostAsync();
    Console.WriteLine("every acknowledged record is there");
    return 0;
}
