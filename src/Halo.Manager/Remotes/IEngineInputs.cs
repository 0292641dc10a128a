using Halo.Engine.Inputs;
using Halo.Engine.State;

namespace Halo.Manager.Remotes;

/// <summary>What those who talk to the remotes see of the loop that owns the state.</summary>
internal interface IEngineInputs
{
    /// <summary>The state as it was last published.</summary>
    ClusterState State { get; }

    /// <summary>Hands the engine something that happened; waits while the loop's queue is full.</summary>
    ValueTask TellAsync(EngineInput input);
}
