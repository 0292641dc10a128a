namespace Halo.EndToEnd.Tests.Harness;

/// <summary>The cluster that a test wants. Without a word: two hosts, and one group at home on h0 that may run on h1.</summary>
internal sealed record ClusterPlan
{
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

    /// <summary>The OCF root; null: the tests' own agent.</summary>
    public string? OcfRoot { get; init; }

    /// <summary>Put before the command that starts a remote.</summary>
    public IReadOnlyList<string> RemoteWrapper { get; init; } = [];

    /// <summary>One resource without dependents; <paramref name="more"/> is added to its mapping.</summary>
    public static string OneThing(string more = "") =>
        $"- {{ name: pool, kind: test/Thing, parameters: {{}}, dependents: []{more} }}";
}
