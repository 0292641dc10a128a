using System.Globalization;

namespace Halo.Engine.Tests.Properties;

/// <summary>
/// How many random cases are tried: <c>HALO_CASES</c>, by default few enough for every build. <c>HALO_REPLAY=SEED,GAMMA,SIZE</c> replays
/// the one that a failure printed ("Replay directly at failing step").
/// </summary>
internal static class Cases
{
    private const int Few = 100;

    public static FsCheck.Config Config { get; } = Replayed(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(
        int.TryParse(Environment.GetEnvironmentVariable("HALO_CASES"), CultureInfo.InvariantCulture, out var cases) ? cases : Few));

    private static FsCheck.Config Replayed(FsCheck.Config config)
    {
        if (Environment.GetEnvironmentVariable("HALO_REPLAY")?.Split(',') is not [var seed, var gamma, var size])
        {
            return config;
        }

        return config.WithReplay(new FsCheck.Replay(
            new FsCheck.Rnd(ulong.Parse(seed, CultureInfo.InvariantCulture), ulong.Parse(gamma, CultureInfo.InvariantCulture)),
            int.Parse(size, CultureInfo.InvariantCulture)));
    }
}
