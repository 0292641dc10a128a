namespace Halo.Lab.Soaking;

/// <summary>All that the soak can do to a laboratory. In a round each place is struck at most once.</summary>
internal static class FaultMenu
{
    private const string Trouble = "/run/trouble";
    private const string Fill = "/var/lib/halo/fill";
    private const int SlowestDevice = 30;

    /// <summary>A place with what can be done to it; it is drawn as often as its weight says.</summary>
    /// <param name="Name">The place.</param>
    /// <param name="Weight">How often.</param>
    /// <param name="Choices">What can be done, each as often as it stands there.</param>
    internal sealed record Place(string Name, int Weight, IReadOnlyList<Func<Random, SoakFault>> Choices);

    /// <summary>The places of a laboratory.</summary>
    public static IReadOnlyList<Place> Of(LaboratoryPlan plan) =>
    [
        .. plan.Hosts.Select(host => new Place(host, 4, OfHost(plan, host))),
        .. plan.Hosts.Select(host => new Place($"the fence device of {host}", 1, OfDevice(host))),
        new Place("mgmt", 4, OfManagement()),
        .. Enumerable.Range(1, 2).Select(number => new Place($"administrator {number}", 3, OfAdministrator(plan))),
    ];

    private static IReadOnlyList<Func<Random, SoakFault>> OfHost(LaboratoryPlan plan, string host) =>
    [
        _ => PowerCut(host),
        _ => PowerCut(host),
        _ => PowerCut(host) with { Kind = "power cut, powered on again", Undo = [["on", host]] },
        _ => Simple("both networks lost", host, ["cut", host], ["heal", host]),
        _ => Simple("both networks lost", host, ["cut", host], ["heal", host]),
        random => Simple("one network lost", host, ["cut", host, Network(random)], ["heal", host]),
        _ => Simple("host frozen", host, ["freeze", host], ["thaw", host]),
        _ => Simple("host frozen", host, ["freeze", host], ["thaw", host]),
        _ => Simple("remote killed", host, ["remote", host, "kill"], ["remote", host, "start"]),
        _ => Simple("remote stopped", host, ["remote", host, "stop"], ["remote", host, "start"]),
        _ => Simple("disks hang", host, ["disks", host, "hang"], ["disks", host, "go-on"]),
        // Nothing but a power cycle brings them back.
        _ => Simple("disks fail", host, ["disks", host, "fail"], ["off", host]),
        random => AgentTrouble(host, random),
        random => AgentTrouble(host, random),
        random => Unmounted(host, Pick(random, [.. plan.Targets.Where(target => string.Equals(target.Home, host, StringComparison.Ordinal) || string.Equals(target.Partner, host, StringComparison.Ordinal))])),
    ];

    private static IReadOnlyList<Func<Random, SoakFault>> OfDevice(string host) =>
    [
        _ => Simple("fence device fails", host, ["device", host, "fail"], ["device", host, "ok"]),
        random => Simple("fence device slow", host, ["device", host, "slow", $"{random.Next(1, SlowestDevice)}"], ["device", host, "ok"]),
        _ => Simple("fence device lies", host, ["device", host, "lie"], ["device", host, "ok"]),
        _ => Simple("fence device mute", host, ["device", host, "mute"], ["device", host, "ok"]),
    ];

    private static IReadOnlyList<Func<Random, SoakFault>> OfManagement() =>
    [
        _ => Simple("manager killed", "mgmt", ["manager", "kill"], ["manager", "start"]) with { SilencesManager = true },
        _ => Simple("manager killed", "mgmt", ["manager", "kill"], ["manager", "start"]) with { SilencesManager = true },
        _ => Simple("manager stopped", "mgmt", ["manager", "stop"], ["manager", "start"]) with { SilencesManager = true },
        _ => Simple("mgmt frozen", "mgmt", ["freeze", "mgmt"], ["thaw", "mgmt"]) with { SilencesManager = true },
        _ => Simple("power cut of mgmt", "mgmt", ["off", "mgmt"], ["on", "mgmt"]) with { SilencesManager = true },
        _ => Simple("mgmt cut off", "mgmt", ["cut", "mgmt"], ["heal", "mgmt"]),
        random => Simple("mgmt cut off from one network", "mgmt", ["cut", "mgmt", Network(random)], ["heal", "mgmt"]),
        _ => Simple("state log's disk hangs", "mgmt", ["disks", "mgmt", "hang"], ["disks", "mgmt", "go-on"]),
        _ => Simple("state log's disk full", "mgmt", ["exec", "mgmt", "sh", "-c", $"dd if=/dev/zero of={Fill} bs=16k 2>/dev/null || true"], ["exec", "mgmt", "rm", "-f", Fill]),
    ];

    private static IReadOnlyList<Func<Random, SoakFault>> OfAdministrator(LaboratoryPlan plan)
    {
        string[] hosts = [.. plan.Hosts];
        Target[] targets = [.. plan.Targets];
        return
        [
            random => Asked(["fence", Pick(random, hosts)]),
            random => Asked(["reset", Pick(random, hosts)]),
            random => Asked(["deactivate", Pick(random, hosts)]),
            random => Asked(["activate", Pick(random, hosts)]),
            random => Asked(["failback", "--onto", Pick(random, hosts)]),
            random => Asked(["failback", "--onto", Pick(random, hosts)]),
            random => Asked(["unmanage", Pick(random, targets).Root]),
            random => Asked(["manage", Pick(random, targets).Root]),
            random => Asked(["cleanup", Pick(random, targets).Name]),
            random => Asked(["power", "on", Pick(random, hosts)]),
            random => Asked(["power", "off", Pick(random, hosts)]),
        ];
    }

    private static SoakFault PowerCut(string host) => new() { Kind = "power cut", Subject = host, Do = [["off", host]] };

    private static SoakFault AgentTrouble(string host, Random random)
    {
        var action = Pick(random, ["start", "stop", "monitor"]);
        var (word, script) = Pick(random, [("fails", "exit 1"), ("hangs", $"while [ -e {Trouble}/{action} ]; do sleep 0.2; done")]);
        var file = $"{Trouble}/{action}";
        return Simple(
            $"agent's {action} {word}", host,
            ["exec", host, "sh", "-c", $"mkdir -p {Trouble} && printf '#!/bin/sh\\n%s\\n' '{script}' >{file}.new && chmod +x {file}.new && mv {file}.new {file}"],
            ["exec", host, "rm", "-f", file]);
    }

    private static SoakFault Unmounted(string host, Target target) => new()
    {
        Kind = "target unmounted by hand",
        Subject = $"{target.Name} on {host}",
        Do = [Laboratory.StoppingByHand(host, target.MountPoint)],
    };

    private static SoakFault Asked(IReadOnlyList<string> command) => new()
    {
        Kind = $"halo {string.Join(' ', command.SkipLast(1))}",
        Subject = command[^1],
        Do = [["halo", .. command, "--reason", "soak"]],
        IsAsked = true,
    };

    private static SoakFault Simple(string kind, string subject, IReadOnlyList<string> command, IReadOnlyList<string> undo) =>
        new() { Kind = kind, Subject = subject, Do = [command], Undo = [undo] };

    private static string Network(Random random) => Pick(random, ["a", "b"]);

    private static T Pick<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
