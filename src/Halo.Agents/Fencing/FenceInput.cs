namespace Halo.Agents.Fencing;

/// <summary>
/// What a fence agent reads on its standard input (ClusterLabs fence agent API): <c>name=value</c> lines, of which the last
/// one of a name wins. The file's parameters come first, then what the file does not say, then <c>action</c>.
/// </summary>
internal static class FenceInput
{
    /// <summary>All parameters of a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="password">What the <c>password_file</c> holds; null where the file names none.</param>
    internal static IReadOnlyList<FenceParameter> Of(FenceCall call, string? password)
    {
        FenceParameter[] given = [.. call.Parameters.Where(parameter => !IsOurs(parameter))];
        var said = given.Select(parameter => parameter.Meaning).ToHashSet(StringComparer.Ordinal);
        var missing = Defaults(call).Where(parameter => !said.Contains(parameter.Meaning));
        FenceParameter[] read = password is null ? [] : [new("password", password)];
        return [.. given, .. missing, .. read, new("action", ActionOf(call.Verb))];
    }

    /// <summary>The parameters as lines.</summary>
    internal static string TextOf(IEnumerable<FenceParameter> parameters) =>
        string.Concat(parameters.Select(parameter => $"{parameter.Name}={parameter.Value}\n"));

    /// <summary>
    /// What never goes through: the action is HALO's to say, a <c>nodename</c> is Pacemaker's and changes what some agents
    /// do, and <c>password_file</c> is read here.
    /// </summary>
    private static bool IsOurs(FenceParameter parameter) => parameter.Meaning is "action" or "nodename" or "password_file";

    /// <summary>
    /// What is filled in. No agent waits on its own account, because HALO asks for the status until it is OFF. BMCs of this
    /// century speak IPMI 2.0, which <c>fence_ipmilan</c> uses only when told.
    /// </summary>
    private static IEnumerable<FenceParameter> Defaults(FenceCall call) =>
    [
        new("delay", "0"),
        new("power_wait", "0"),
        .. call.Agent switch
        {
            "powerman" => [new("ip", "localhost"), new("plug", call.HostName)],
            "ipmilan" => [new("lanplus", "1")],
            _ => Array.Empty<FenceParameter>(),
        },
    ];

    private static string ActionOf(FenceVerb verb) => verb switch
    {
        FenceVerb.Status => "status",
        FenceVerb.Off => "off",
        FenceVerb.On => "on",
    };
}
