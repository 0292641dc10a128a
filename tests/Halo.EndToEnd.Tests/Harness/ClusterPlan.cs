namespace Halo.EndToEnd.Tests.Harness;

/// <summary>The cluster that a test wants. Without a word: two hosts, and one group at home on h0 that may run on h1.</summary>
internal sealed record ClusterPlan
{
    /// <summary>Settings with which a host is lost soon, and yet not because this machine is busy.</summary>
    public const string QuickLoss =
        "monitor_interval: 500ms, detection_interval: 1s, detection_timeout: 3s, unresponsive_timeout: 3s";

    /// <summary>How many hosts: h0, h1 and so on.</summary>
    public int Hosts { get; init; } = 2;

    /// <summary>The <c>resources</c> of the configuration, in YAML; every other name is unknown to the rest of the tests.</summary>
    public string Resources { get; init; } =
        """
        - { name: pool, kind: test/Thing, parameters: {}, dependents: [target0, target1] }
        - { name: target0, kind: test/Thing, parameters: {}, dependents: [] }
        - { name: target1, kind: test/Thing, parameters: {}, dependents: [] }
        """;

    /// <summary>The <c>resource_groups</c> of the configuration, in YAML.</summary>
    public string Groups { get; init; } = "- { root: pool, home_host: h0, failover_hosts: [h1] }";

    /// <summary>The <c>settings</c> of the configuration, in YAML.</summary>
    public string Settings { get; init; } = "monitor_interval: 500ms, detection_interval: 500ms, detection_timeout: 2s";

    /// <summary>
    /// The <c>fence_parameters</c> of every host, in YAML, added to those that the tests' own fence agent needs, with
    /// FOLDER for the cluster's folder; null: no host has a fence agent.
    /// </summary>
    public string? FenceParameters { get; init; } = "";

    /// <summary>The OCF root; null: the tests' own agent.</summary>
    public string? OcfRoot { get; init; }

    /// <summary>Put before the command that starts a remote.</summary>
    public IReadOnlyList<string> RemoteWrapper { get; init; } = [];

    /// <summary>Who talks TLS. With HALO_TEST_MTLS=1 in the tests' own environment everybody does who is not told otherwise.</summary>
    public TlsSides Tls { get; init; } =
        Environment.GetEnvironmentVariable("HALO_TEST_MTLS") is "1" ? TlsSides.Both : TlsSides.None;

    /// <summary>
    /// A manager that soon takes a host for lost. On one machine the kernel of a dead host refuses connections, so that counts as
    /// a loss too.
    /// </summary>
    public static ClusterPlan Fencing { get; } = new() { Settings = $"{QuickLoss}, on_agent_down: fence" };

    /// <summary>The same with two failover pairs: pool at home on h0, and a resource called other at home on h2.</summary>
    public static ClusterPlan TwoPairs { get; } = Fencing with
    {
        Hosts = 4,
        Resources = $"{OneThing()}\n{OneThing().Replace("pool", "other", StringComparison.Ordinal)}",
        Groups =
        """
        - { root: pool, home_host: h0, failover_hosts: [h1] }
        - { root: other, home_host: h2, failover_hosts: [h3] }
        """,
    };

    /// <summary>One resource without dependents; <paramref name="more"/> is added to its mapping.</summary>
    public static string OneThing(string more = "") =>
        $"- {{ name: pool, kind: test/Thing, parameters: {{}}, dependents: []{more} }}";
}

/// <summary>The programs that are started with <c>--mtls</c>.</summary>
[Flags]
internal enum TlsSides
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Managers.</summary>
    Manager = 1,

    /// <summary>Remotes.</summary>
    Remotes = 2,

    /// <summary>All.</summary>
    Both = Manager | Remotes,
}
