namespace Halo.EndToEnd.Tests.Harness;

/// <summary>
/// The other side of the tests' own agent (<c>Agents/resource.d/test/Thing</c>): what runs where is a file, every call is written
/// down, and a plan makes it misbehave.
/// </summary>
internal sealed class AgentFolder
{
    /// <summary>The OCF root with the tests' own agent.</summary>
    public static readonly string OcfRoot = Path.Combine(Repository.Root, "tests/Halo.EndToEnd.Tests/Agents");

    private readonly string _folder;

    /// <summary>Prepares a cluster's folder for its hosts.</summary>
    public AgentFolder(string folder, IEnumerable<string> hosts)
    {
        _folder = folder;
        Directory.CreateDirectory(Path.Combine(folder, "plans"));
        foreach (var host in hosts)
        {
            Directory.CreateDirectory(Path.Combine(folder, "hosts", host));
        }
    }

    /// <summary>Whether a resource runs on a host, as the agent sees it.</summary>
    public bool Runs(string resource, string host) => File.Exists(FileOf(resource, host));

    /// <summary>Makes a resource run without HALO, as by somebody's hand.</summary>
    public void StartByHand(string resource, string host) => File.WriteAllText(FileOf(resource, host), "");

    /// <summary>Makes a resource stop behind HALO's back.</summary>
    public void StopByHand(string resource, string host) => File.Delete(FileOf(resource, host));

    /// <summary>Has the agent run these lines of bash first, from its next call on.</summary>
    public void Plan(string resource, string action, string lines)
    {
        var file = Path.Combine(_folder, "plans", $"{resource}.{action}");
        File.WriteAllText($"{file}.new", lines);
        File.Move($"{file}.new", file, overwrite: true);
    }

    /// <summary>The agent behaves again.</summary>
    public void EndPlan(string resource, string action) => File.Delete(Path.Combine(_folder, "plans", $"{resource}.{action}"));

    /// <summary>Lets go on what <see cref="HoldUntil"/> holds up.</summary>
    public void Release(string name) => File.WriteAllText(Path.Combine(_folder, name), "");

    /// <summary>Bash that holds an agent up until <see cref="Release"/>.</summary>
    public static string HoldUntil(string name) => $"until [ -e \"$HALO_TEST_DIR/{name}\" ]; do sleep 0.1; done\n";

    /// <summary>Every start and stop that an agent was asked for, as "begin start pool h0" and "end start pool h0".</summary>
    public string[] Calls() => [.. History().Where(call => call.Split(' ')[1] is not "fence")];

    /// <summary>The same, and in between what fence agents were asked for, as "begin fence off h0" and "end fence status h0 OFF".</summary>
    public string[] History()
    {
        var file = Path.Combine(_folder, "calls");
        return File.Exists(file) ? File.ReadAllLines(file) : [];
    }

    /// <summary>How often the agent was asked to start something.</summary>
    public int StartsOf(string resource) =>
        Calls().Count(call => call.StartsWith($"begin start {resource} ", StringComparison.Ordinal));

    /// <summary>Fails when an agent saw a resource run on two hosts.</summary>
    public void NothingRanTwice()
    {
        var file = Path.Combine(_folder, "violations");
        Assert.False(File.Exists(file), File.Exists(file) ? File.ReadAllText(file) : "");
    }

    private string FileOf(string resource, string host) => Path.Combine(_folder, "hosts", host, resource);
}
