using Halo.Lab.Tests.Harness;
using Xunit.Sdk;

namespace Halo.Lab.Tests;

/// <summary>What a test that failed tells.</summary>
public sealed class FailingInALaboratory
{
    [LabFact]
    public async Task A_test_tells_its_own_failure_first_when_its_laboratory_cannot_be_ended_either()
    {
        Laboratory? kept = null;
        FileStream? key = null;
        try
        {
            var told = await Assert.ThrowsAsync<XunitException>(() => LabTest.PlayUncheckedAsync(new LaboratoryPlan(), laboratory =>
            {
                kept = laboratory;
                // Whoever ends a laboratory locks it.
                key = new FileStream($"{laboratory.Folder}.lock", FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                throw new InvalidOperationException("the target sings");
            }));

            Assert.StartsWith("the target sings\n\n--- lab/lab status\n", told.Message, StringComparison.Ordinal);
            Assert.Contains("--- it did not end either: lab/lab down ended with ", told.Message, StringComparison.Ordinal);
        }
        finally
        {
            key?.Dispose();
            await (kept?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        Assert.Empty(kept!.Leftovers());
        kept.RemoveLogs();
    }
}
