using Halo.Lab.Tests.Harness;

namespace Halo.Lab.Tests;

/// <summary>The lab with mutual TLS.</summary>
public sealed class TalkingTls
{
    [LabFact]
    public Task A_cluster_with_mutual_tls_fails_over() => LabTest.PlayWithLoadAsync(
        new LaboratoryPlan { Storage = ["zfs"], MutualTls = true, Settings = ["detection_timeout=3s"] },
        async (laboratory, load) =>
        {
            Assert.Contains("listening on https://10.77.0.10:8000", await File.ReadAllTextAsync(Path.Combine(laboratory.Folder, "log/oss00.halo_remote.log")), StringComparison.Ordinal);
            await LosingAHost.CutOffAsync(laboratory, load);
        });
}
