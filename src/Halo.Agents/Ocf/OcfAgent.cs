using Halo.Agents.Processes;

namespace Halo.Agents.Ocf;

/// <summary>An installed resource agent: the script <c>OCF_ROOT/resource.d/PROVIDER/TYPE</c>.</summary>
/// <param name="Path">The script's absolute path.</param>
/// <param name="Provider">Its provider, such as <c>heartbeat</c>.</param>
/// <param name="Type">Its type, such as <c>Filesystem</c>.</param>
public sealed record OcfAgent(string Path, string Provider, string Type);

/// <summary>What became of the search for an agent.</summary>
public abstract record AgentSearch
{
    private AgentSearch()
    {
    }

    /// <summary>It is there and may be run.</summary>
    /// <param name="Agent">The agent.</param>
    public sealed record Found(OcfAgent Agent) : AgentSearch;

    /// <summary>
    /// There is none that can be run. That is not the OCF answer "not installed", which proves that a resource does not run: a
    /// script that is missing, in a package upgrade or below a wrong OCF root, says nothing about what runs.
    /// </summary>
    /// <param name="Reason">Why, in one sentence.</param>
    public sealed record NotUsable(string Reason) : AgentSearch;
}

/// <summary>The agents below one <c>OCF_ROOT</c>.</summary>
/// <param name="root">The absolute path of <c>OCF_ROOT</c>.</param>
public sealed class OcfAgents(string root)
{
    /// <summary>Finds the agent of a kind, <c>PROVIDER/TYPE</c>. No kind leads out of <c>resource.d</c>.</summary>
    public AgentSearch Find(string kind)
    {
        if (WhyNotAKind(kind) is string whyNot)
        {
            return new AgentSearch.NotUsable(whyNot);
        }

        var path = $"{root}/resource.d/{kind}";
        if (!File.Exists(path))
        {
            return new AgentSearch.NotUsable($"agent {kind} is not installed here (no file {path})");
        }

        if (new FileInfo(path).LinkTarget is { } target && Libc.Access(path, Libc.Existence) != 0)
        {
            return new AgentSearch.NotUsable(
                $"agent {kind} is not installed here (file {path} is a link to {target}, which does not exist)");
        }

        var parts = kind.Split('/');
        return Libc.Access(path, Libc.ExecuteAccess) == 0
            ? new AgentSearch.Found(new OcfAgent(path, parts[0], parts[1]))
            : new AgentSearch.NotUsable($"agent {kind} may not be run here (file {path} is not executable)");
    }

    /// <summary>Why a text is not a kind; null when it is one.</summary>
    public static string? WhyNotAKind(string kind)
    {
        var parts = kind.Split('/');
        return parts.Length == 2 && parts.All(IsName)
            ? null
            : "kind is not PROVIDER/TYPE, two names of letters, digits, '_', '-' and '.' that begin with a letter or a digit";
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 128
        && char.IsAsciiLetterOrDigit(name[0])
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.');
}
