namespace Halo.Lab.Failover;

/// <summary>How a host is lost.</summary>
internal enum BenchFault
{
    /// <summary>All power is gone at once.</summary>
    PowerCut,

    /// <summary>Both networks are gone; the host runs on, until it is fenced.</summary>
    Partition,
}

/// <summary>What a row of the bench's table measures.</summary>
/// <param name="Fault">How the host is lost.</param>
/// <param name="Fence">The kind of fence device.</param>
/// <param name="Detection">HALO's settings.</param>
/// <param name="MmpInterval">That of the ext4 file system; 0 is one without multiple-mount protection.</param>
internal sealed record BenchRow(BenchFault Fault, string Fence, DetectionSettings Detection, int MmpInterval)
{
    /// <summary>The fault, for people.</summary>
    public string FaultName => Fault switch
    {
        BenchFault.PowerCut => "power cut",
        BenchFault.Partition => "partition",
    };

    /// <summary>The laboratory that the row is measured in; rows with the same one follow one another.</summary>
    public LaboratoryPlan Plan => new() { Storage = ["ext4"], Fence = Fence, MmpInterval = MmpInterval, Settings = Detection.Lines };

    /// <summary>What the row is, in one word group for the log.</summary>
    public override string ToString() => $"{FaultName}, {Fence}, detection {Detection.Name}{(MmpInterval > 0 ? ", multiple-mount protection" : "")}";
}
