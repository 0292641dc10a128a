using System.Globalization;

namespace Halo.Agents.Ocf;

/// <summary>
/// The environment of a resource agent (OCF Resource Agent API 1.1, "Parameter passing"): what this program has in its own,
/// without the OCF variables that may be in there, and what the API asks for.
/// </summary>
/// <param name="root">The absolute path of <c>OCF_ROOT</c>.</param>
/// <param name="hostName">This host's name, as the agents ask the cluster manager for it.</param>
/// <param name="inherited">This program's own environment.</param>
public sealed class OcfEnvironment(string root, string hostName, IReadOnlyDictionary<string, string> inherited)
{
    /// <summary>What begins the line of standard error that holds the reason for people.</summary>
    public const string ExitReasonPrefix = "ocf-exit-reason:";

    private readonly Dictionary<string, string> _inherited = inherited
        .Where(pair => !pair.Key.StartsWith("OCF_", StringComparison.Ordinal))
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>The whole environment for a call.</summary>
    public Dictionary<string, string> For(OcfCall call)
    {
        var environment = new Dictionary<string, string>(_inherited, StringComparer.Ordinal)
        {
            ["OCF_ROOT"] = root,
            ["OCF_RA_VERSION_MAJOR"] = "1",
            ["OCF_RA_VERSION_MINOR"] = "1",
            ["OCF_RESOURCE_INSTANCE"] = call.Resource,
            ["OCF_RESOURCE_TYPE"] = call.Agent.Type,
            ["OCF_RESOURCE_PROVIDER"] = call.Agent.Provider,
            ["OCF_EXIT_REASON_PREFIX"] = ExitReasonPrefix,
        };
        foreach ((var name, var value) in call.Parameters)
        {
            environment[$"OCF_RESKEY_{name}"] = value;
        }

        // What a cluster manager says of itself comes last: no parameter may pose as it.
        environment["OCF_RESKEY_CRM_meta_name"] = call.ActionName;
        environment["OCF_RESKEY_CRM_meta_timeout"] = Milliseconds(call.Deadline);
        environment["OCF_RESKEY_CRM_meta_interval"] = Milliseconds(call.Interval);
        environment["OCF_RESKEY_CRM_meta_on_node"] = hostName;
        return environment;
    }

    private static string Milliseconds(TimeSpan time) =>
        ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
