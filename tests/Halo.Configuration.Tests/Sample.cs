namespace Halo.Configuration.Tests;

/// <summary>Small files with one place where a test writes something of its own, and what became of them.</summary>
internal static class Sample
{
    /// <summary>The file's name in all messages.</summary>
    public const string File = "halo.conf";

    /// <summary>Shape B: two hosts and a pool; the lists go on where a test adds to them.</summary>
    public static string ShapeB(
        string settings = "", string hosts = "", string resources = "", string groups = "", string pool = "") => $"""
        settings: {settings}
        hosts:
        - {"{"} hostname: oss00, fence_agent: powerman {"}"}
        - {"{"} hostname: oss01, fence_agent: powerman {"}"}
        {hosts}
        resources:
        - {"{"} name: pool0, kind: heartbeat/ZFS, {pool} {"}"}
        {resources}
        resource_groups:
        - {"{"} root: pool0, home_host: oss00, failover_hosts: [oss01] {"}"}
        {groups}
        """;

    /// <summary>Shape A: two hosts, each with a pool.</summary>
    public static string ShapeA(string first = "", string second = "", string end = "failover_pairs: [[oss00, oss01]]") => $"""
        hosts:
        - hostname: oss00
          fence_agent: powerman
          resources:
            pool0: {"{"} kind: heartbeat/ZFS, requires: null {"}"}
            {first}
        - hostname: oss01
          fence_agent: powerman
          resources:
            pool1: {"{"} kind: heartbeat/ZFS, requires: null {"}"}
            {second}
        {end}
        """;

    public static ConfigurationResult Parse(string text) => ConfigurationText.Parse(File, text);

    public static Engine.Configuration.ClusterConfig Valid(string text)
    {
        var result = Parse(text);
        Assert.Empty(result.Faults);
        return result.Config!;
    }

    /// <summary>The only fault, without the file's name: <c>LINE:COLUMN: what is wrong</c>.</summary>
    public static string Fault(string text)
    {
        var result = Parse(text);
        Assert.Null(result.Config);
        return Assert.Single(result.Faults).ToString()[(File.Length + 1)..];
    }

    /// <summary>All faults, one a line, as <see cref="Fault"/>.</summary>
    public static string Faults(string text) =>
        string.Join('\n', Parse(text).Faults.Select(fault => fault.ToString()[(File.Length + 1)..]));

    public static string Example(string name) => Path.Combine(AppContext.BaseDirectory, "Examples", name);
}
