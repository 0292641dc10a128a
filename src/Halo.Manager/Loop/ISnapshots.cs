namespace Halo.Manager.Loop;

/// <summary>What those who only read see of the loop.</summary>
internal interface ISnapshots
{
    /// <summary>What was last published.</summary>
    ClusterSnapshot Snapshot { get; }

    /// <summary>Ends when a snapshot is published after this was taken: take it first, then look at the snapshot.</summary>
    Task NextSnapshot { get; }
}
