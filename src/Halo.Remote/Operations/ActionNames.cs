using Halo.Protocol.Remote;

namespace Halo.Remote.Operations;

/// <summary>The actions as the OCF API names them.</summary>
internal static class ActionNames
{
    /// <summary>The agent's argument.</summary>
    internal static string Of(AgentAction action) => action switch
    {
        AgentAction.Monitor => "monitor",
        AgentAction.Start => "start",
        AgentAction.Stop => "stop",
    };
}
