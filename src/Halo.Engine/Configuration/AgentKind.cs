namespace Halo.Engine.Configuration;

/// <summary>
/// The name of an OCF resource agent, written <c>PROVIDER/TYPE</c> in the configuration: the script
/// <c>OCF_ROOT/resource.d/PROVIDER/TYPE</c> (OCF Resource Agent API 1.1).
/// </summary>
/// <param name="Provider">The provider, such as <c>heartbeat</c>.</param>
/// <param name="Type">The agent's type, such as <c>Filesystem</c>.</param>
public readonly record struct AgentKind(string Provider, string Type)
{
    /// <summary>
    /// Whether the agent manages storage that would be destroyed by running on two hosts: <c>heartbeat/ZFS</c>,
    /// <c>lustre/*</c> and <c>heartbeat/Filesystem</c>. Several groups cannot share such a resource.
    /// </summary>
    public bool MustBeExclusive =>
        string.Equals(Provider, "lustre", StringComparison.Ordinal) ||
        (string.Equals(Provider, "heartbeat", StringComparison.Ordinal) && Type is "ZFS" or "Filesystem");

    /// <inheritdoc/>
    public override string ToString() => $"{Provider}/{Type}";
}
