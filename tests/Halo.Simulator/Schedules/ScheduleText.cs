using System.Globalization;
using System.Text;

namespace Halo.Simulator.Schedules;

/// <summary>Schedules as text that a person can read and edit: one line for each host, resource, group and fault.</summary>
internal static class ScheduleText
{
    public static string Format(Schedule schedule, string? comment = null)
    {
        var text = new StringBuilder();
        foreach (var line in comment?.Split('\n') ?? [])
        {
            text.Append("# ").AppendLine(line);
        }

        var shape = schedule.Shape;
        text.AppendLine(CultureInfo.InvariantCulture, $"seed {schedule.Seed}").AppendLine(CultureInfo.InvariantCulture, $"heal {schedule.HealAt}");
        text.AppendLine(CultureInfo.InvariantCulture,
            $"settings mode={shape.Mode} detection_interval={shape.DetectionInterval} detection_timeout={shape.DetectionTimeout} unresponsive_timeout={shape.UnresponsiveTimeout} monitor_interval={shape.MonitorInterval} operation_timeout={shape.OperationTimeout} fence_when_agent_down={shape.FenceWhenAgentDown} ping_hosts={shape.PingHosts}");
        foreach (var host in shape.Hosts)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"host {host.Name} paths={host.Paths} fence={host.Fence}");
        }

        foreach (var resource in shape.Resources)
        {
            text.AppendLine($"resource {resource.Name}{(resource.Parents.IsEmpty ? "" : $" needs {string.Join(' ', resource.Parents)}")}");
        }

        foreach (var group in shape.Groups)
        {
            text.AppendLine($"group {group.Root} on {string.Join(' ', group.Hosts)}{(group.Runs is { } runs ? $" runs={runs}" : "")}");
        }

        if (schedule.Dead is { } dead)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"dead {dead.Host} {dead.Way}");
        }

        foreach (var fault in schedule.Faults)
        {
            text.AppendLine(Format(fault));
        }

        return text.ToString();
    }

    public static string Format(Fault fault)
    {
        var text = new StringBuilder($"at {fault.At} {fault.Kind}");
        if (fault.Kind == FaultKind.Asks)
        {
            text.Append(CultureInfo.InvariantCulture, $" verb={(AdministratorVerb)fault.Object} object={fault.Host}{(fault.Way == 1 ? " way=1" : "")}");
            return text.ToString();
        }

        Append(text, "host", fault.Host);
        Append(text, "path", fault.Path);
        Append(text, "object", fault.Object);
        Append(text, "way", fault.Way);
        Append(text, "for", fault.For);
        return text.ToString();
    }

    /// <summary>Reads a schedule; throws <see cref="FormatException"/> with the line that it cannot read.</summary>
    public static Schedule Parse(string text)
    {
        var schedule = new Schedule { Seed = 0, HealAt = 0, Faults = [], Shape = new Shape { Hosts = [], Resources = [], Groups = [] } };
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!line.StartsWith('#'))
            {
                schedule = Read(schedule, line, new Words(line));
            }
        }

        return schedule;
    }

    private static Schedule Read(Schedule schedule, string line, Words words)
    {
        var shape = schedule.Shape;
        return words[0] switch
        {
            "seed" => schedule with { Seed = words.Number(1) },
            "heal" => schedule with { HealAt = words.Number(1) },
            "settings" => schedule with { Shape = Settings(shape, words) },
            "host" => schedule with { Shape = shape with { Hosts = shape.Hosts.Add(new ShapeHost(words[1], (int)words.Value("paths"), words.Is("fence"))) } },
            "resource" => schedule with { Shape = shape with { Resources = shape.Resources.Add(new ShapeResource(words[1], words.After(2))) } },
            "group" => schedule with { Shape = shape with { Groups = shape.Groups.Add(new ShapeGroup(words[1], words.After(2), words["runs"])) } },
            "dead" => schedule with { Dead = new DeadHost((int)words.Number(1), Enum.Parse<DeadWay>(words[2])) },
            "at" => schedule with { Faults = schedule.Faults.Add(ReadFault(words)) },
            _ => throw new FormatException($"\"{line}\" is no line of a schedule."),
        };
    }

    private static Shape Settings(Shape shape, Words words) => shape with
    {
        Mode = Enum.Parse<OperatingMode>(words["mode"]!),
        DetectionInterval = words.Value("detection_interval"),
        DetectionTimeout = words.Value("detection_timeout"),
        UnresponsiveTimeout = words.Value("unresponsive_timeout"),
        MonitorInterval = words.Value("monitor_interval"),
        OperationTimeout = words.Value("operation_timeout"),
        FenceWhenAgentDown = words.Is("fence_when_agent_down"),
        PingHosts = words.Is("ping_hosts"),
    };

    private static Fault ReadFault(Words words)
    {
        var fault = new Fault(words.Number(1), Enum.Parse<FaultKind>(words[2])) { Way = (int)words.Value("way") };
        return words["verb"] is { } verb
            ? fault with { Object = (int)Enum.Parse<AdministratorVerb>(verb), Host = (int)words.Value("object") }
            : fault with
            {
                Host = (int)words.Value("host"),
                Path = (int)words.Value("path"),
                Object = (int)words.Value("object"),
                For = words.Value("for"),
            };
    }

    private static void Append(StringBuilder text, string name, long value)
    {
        if (value != 0)
        {
            text.Append(CultureInfo.InvariantCulture, $" {name}={value}");
        }
    }

    /// <summary>A line's words, some of them <c>name=value</c>.</summary>
    private sealed class Words(string line)
    {
        private readonly string[] _words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        public string this[int index] => index < _words.Length ? _words[index] : throw new FormatException($"\"{line}\" is too short.");

        public string? this[string name] =>
            _words.FirstOrDefault(word => word.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

        public long Number(int index) => long.Parse(this[index], CultureInfo.InvariantCulture);

        public long Value(string name) => this[name] is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : 0;

        public bool Is(string name) => this[name] is { } text && bool.Parse(text);

        /// <summary>The plain words after a keyword such as <c>on</c> at that place.</summary>
        public ImmutableArray<string> After(int index) => [.. _words.Skip(index + 1).Where(word => !word.Contains('='))];
    }
}
