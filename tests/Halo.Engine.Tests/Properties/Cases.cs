using System.Globalization;

namespace Halo.Engine.Tests.Properties;

/// <summary>How many random cases are tried: <c>HALO_CASES</c>, by default few enough for every build.</summary>
internal static class Cases
{
    private const int Few = 100;

    public static FsCheck.Config Config { get; } = FsCheck.Config.QuickThrowOnFailure.WithMaxTest(
        int.TryParse(Environment.GetEnvironmentVariable("HALO_CASES"), CultureInfo.InvariantCulture, out var cases) ? cases : Few);
}
