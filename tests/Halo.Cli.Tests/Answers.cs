using Halo.Protocol;
using Halo.Protocol.Cli;

namespace Halo.Cli.Tests;

/// <summary>Builds the manager's answers.</summary>
internal static class Answers
{
    public static StatusAnswer Of(params ResourceStatus[] resources) => new()
    {
        Version = HaloVersion.Text,
        Mode = "manage",
        Hosts = [Host("oss00"), Host("oss01")],
        Resources = resources,
        Held = [],
        Unmanaged = [],
        Orphans = [],
        Refusals = [],
        WaitsFor = [],
        Events = [],
    };

    public static HostStatus Host(string id) => new()
    {
        Id = id,
        Connected = true,
        Active = true,
        Fenced = false,
        Power = "unknown",
        Paths = [new PathStatus { Address = id, Up = true }],
    };

    public static HostStatus Lost(string id, string comment) => Host(id) with
    {
        Connected = false,
        Comment = comment,
        Paths = [new PathStatus { Address = id, Up = false, Comment = comment }],
    };

    public static ResourceStatus Resource(string id, string kind = "lustre/Lustre", string state = "Running") => new()
    {
        Id = id,
        Kind = kind,
        Group = id,
        Managed = true,
        HomeHost = "oss00",
        FailoverHosts = ["oss01"],
        State = state,
        RunningOn = state.StartsWith("Running", StringComparison.Ordinal) ? ["oss00"] : [],
        Status = [],
    };

    public static ResourceStatus On(this ResourceStatus resource, string host, string status, string? comment = null)
    {
        var known = new SortedDictionary<string, ResourceOnHostStatus>(resource.Status, StringComparer.Ordinal)
        {
            [host] = new ResourceOnHostStatus { Status = status, Comment = comment },
        };
        return resource with { Status = known };
    }

    public static EventStatus Event(string what, string by = "halo", string? comment = null) => new()
    {
        Timestamp = "2026-04-15T15:40:45.186271Z",
        Event = what,
        Object = "oss01",
        By = by,
        Comment = comment,
        Fields = [],
    };
}
