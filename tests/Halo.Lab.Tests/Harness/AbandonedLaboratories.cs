using System.Text.RegularExpressions;

namespace Halo.Lab.Tests.Harness;

/// <summary>The laboratories of test runs that were killed: they have the id of their process in their name, so nobody else will ever end them.</summary>
internal static partial class AbandonedLaboratories
{
    private static readonly SemaphoreSlim OneAtATime = new(1);

    /// <summary>Ends them; their logs stay.</summary>
    public static async Task EndAsync()
    {
        await OneAtATime.WaitAsync();
        try
        {
            // Those of tests that run now come and go.
            foreach (var laboratory in Laboratory.Names().Where(IsAbandoned).Select(name => Laboratory.Existing(name, new LaboratoryPlan())).Where(abandoned => !abandoned.HasEnded()))
            {
                await laboratory.DisposeAsync();
            }
        }
        finally
        {
            _ = OneAtATime.Release();
        }
    }

    private static bool IsAbandoned(string name) =>
        OfATest().Match(name) is { Success: true } test && !Directory.Exists($"/proc/{test.Groups["process"].Value}");

    [GeneratedRegex("^(test|killed|ended|checked)-(?<process>[0-9]+)(-|$)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OfATest();
}
