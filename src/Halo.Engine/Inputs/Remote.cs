namespace Halo.Engine.Inputs;

/// <summary>Who a remote is: another instance id means that it was restarted, another boot id that its host was.</summary>
public sealed record RemoteIdentity(string Version, string InstanceId, string BootId);

/// <summary>A start or stop on a host that the remote reports as not ended, whoever sent it.</summary>
public sealed record ForeignOperation(string Id, string Resource, OperationKind Kind);

/// <summary>What a resource agent is asked to do.</summary>
public enum OperationKind
{
    /// <summary>Tell whether the resource runs.</summary>
    Monitor,

    /// <summary>Start it.</summary>
    Start,

    /// <summary>Stop it.</summary>
    Stop,
}
