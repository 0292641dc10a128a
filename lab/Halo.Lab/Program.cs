using System.Globalization;
using Halo.Lab;

// The part of the lab that counts and waits, for lab/lab, which tells in HALO_LAB whose laboratory it is and in HALO_LAB_STORAGE how that
// was set up.
var name = Environment.GetEnvironmentVariable("HALO_LAB") ?? "lab";
var plan = new LaboratoryPlan { Storage = (Environment.GetEnvironmentVariable("HALO_LAB_STORAGE") ?? "ext4,zfs").Split(',') };
if (args is not ["load", .. { Length: <= 1 } seconds]
    || !double.TryParse(seconds.FirstOrDefault("86400"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var limit))
{
    await Console.Error.WriteLineAsync("halo_lab: load [SECONDS]");
    return 64;
}

using var end = new CancellationTokenSource(TimeSpan.FromSeconds(limit));
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    end.Cancel();
};
var laboratory = Laboratory.Existing(name, plan);
await using var load = Load.Start(laboratory);
while (!end.IsCancellationRequested)
{
    await Task.Delay(TimeSpan.FromSeconds(1), end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    Console.WriteLine(string.Join("  ", plan.Targets.Select(target => $"{target.Name} {load.Acknowledged(target)}")));
}

await load.NothingIsLostAsync();
Console.WriteLine("every acknowledged record is there");
return 0;
