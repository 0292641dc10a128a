using System.Globalization;

namespace Halo.Engine.StateLog;

/// <summary>
/// Reads a state log from its beginning and keeps what a starting manager must know. Nothing in a log can stop it: a torn last
/// line is dropped, any other line that cannot be read is reported with its number and skipped. Where resources run is
/// never read.
/// </summary>
public sealed class LogReplay
{
    private const int ProblemsKept = 100;
    private const string NoDefinition = "it does not say which hosts and resources the group has";

    private readonly ImmutableSortedDictionary<string, HostPast>.Builder _hosts =
        ImmutableSortedDictionary.CreateBuilder<string, HostPast>(StringComparer.Ordinal);

    private readonly ImmutableSortedDictionary<string, GroupPast>.Builder _groups =
        ImmutableSortedDictionary.CreateBuilder<string, GroupPast>(StringComparer.Ordinal);

    private readonly SortedDictionary<string, SortedDictionary<string, ResourcePast>> _resources = new(StringComparer.Ordinal);
    private readonly ImmutableArray<string>.Builder _problems = ImmutableArray.CreateBuilder<string>();
    private long _problemCount;
    private long _lines;

    /// <summary>What a whole log says.</summary>
    public static RecordedPast Of(IEnumerable<TextLine> lines)
    {
        var replay = new LogReplay();
        foreach (var line in lines)
        {
            replay.Take(line);
        }

        return replay.Past();
    }

    /// <summary>Takes a line that is being written behind those that were read.</summary>
    public void Take(LogLine line)
    {
        _lines++;
        if (EventNames.KindOf(line.Event) is { } kind)
        {
            Apply(kind, line, _lines);
        }
    }

    /// <summary>Takes the next line; returns it where it could be read.</summary>
    public LogLine? Take(TextLine text)
    {
        _lines = text.Number;
        switch (text.Flaw)
        {
            case LineFlaw.Torn:
                Report($"line {text.Number} is torn: its end is missing, as after a power cut; it is dropped");
                return null;
            case LineFlaw.TooLong:
                Report($"line {text.Number} is skipped: it is longer than {LogText.LongestLine} bytes");
                return null;
            case LineFlaw.None:
                break;
        }

        if (text.Text.AsSpan().Trim().IsEmpty)
        {
            return null;
        }

        if (LogLine.Parse(text.Text, out var problem) is { } line
            && (problem = EventNames.KindOf(line.Event) is { } kind ? Apply(kind, line, text.Number) : null) is null)
        {
            return line;
        }

        Report($"line {text.Number} is skipped: {problem}");
        return null;
    }

    /// <summary>What the lines say that were taken so far.</summary>
    public RecordedPast Past() => new()
    {
        Hosts = _hosts.ToImmutable(),
        Groups = _groups.ToImmutable(),
        Resources = [.. _resources.Values.SelectMany(hosts => hosts.Values)],
        Problems = _problemCount > ProblemsKept
            ? [.. _problems, $"{_problemCount - ProblemsKept} more lines cannot be read"]
            : _problems.ToImmutable(),
    };

    /// <summary>Applies one line; returns what is wrong with it, or null.</summary>
    private string? Apply(EventKind kind, LogLine line, long number) => kind switch
    {
        EventKind.Manage => Manage(line),
        EventKind.Unmanage => Set(line, Group(line.Object) with { Unmanaged = MarkOf(line) }),
        EventKind.Activate => Set(line, Host(line.Object) with { Deactivated = null }),
        EventKind.Deactivate => Set(line, Host(line.Object) with { Deactivated = MarkOf(line) }),
        EventKind.Fence => Fence(line),
        EventKind.Reset => Reset(line),
        EventKind.Failed => Fail(line),
        EventKind.Stopped => Stop(line),
        EventKind.Tainted => Taint(line),
        EventKind.Cleanup => Change(line.Object, past => past with { Failure = null }),
        EventKind.Power => PowerOff(line),
        EventKind.Group => Define(line, number),
        EventKind.Held => Hold(line, number),
        EventKind.WrittenAnew => Forget(),

        // History: the list of events and people read it, a starting manager does not.
        EventKind.Clear or EventKind.Connected or EventKind.Disconnected or EventKind.Passive or EventKind.Running
            or EventKind.Error or EventKind.Start or EventKind.Stop or EventKind.Conflict or EventKind.ConflictOver
            or EventKind.Lost or EventKind.Move or EventKind.Moved or EventKind.MoveFailed
            or EventKind.PowerOn or EventKind.CutOff or EventKind.WindowsAnew => null,
    };

    /// <summary>
    /// What failed in the group is forgotten (rule P8). A hold ends only with the definition that is written beside this line:
    /// the administrator's word was about the configuration of that day, not about every later one (rule K7).
    /// </summary>
    private string? Manage(LogLine line)
    {
        var group = Group(line.Object) with { Unmanaged = null };
        var members = group.Definitions.SelectMany(past => past.Definition.Resources).Select(resource => resource.Name);
        foreach (var member in members.Append(line.Object))
        {
            Change(member, past => past with { Failure = null });
        }

        return Set(line, group);
    }

    private string? Reset(LogLine line)
    {
        var problem = ReadAttempt(line, out var attempt);
        var host = Host(line.Object);
        return problem ?? Set(line, host with
        {
            LastAttempt = Math.Max(host.LastAttempt, attempt),
            Fenced = null,
            OpenIntent = null,
            FenceTrouble = null,
        });
    }

    /// <summary>The attempt's number, 0 where the line has none; returns what is wrong with it, or null.</summary>
    private static string? ReadAttempt(LogLine line, out long attempt)
    {
        attempt = 0;
        return line[EventField.Attempt] is { } text
            && !(long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out attempt) && attempt < long.MaxValue)
            ? $"its attempt \"{text}\" is not a number"
            : null;
    }

    private string? Fence(LogLine line)
    {
        if (ReadAttempt(line, out var attempt) is { } problem)
        {
            return problem;
        }

        var host = Host(line.Object);
        var next = host with { LastAttempt = Math.Max(host.LastAttempt, attempt) };
        var mark = MarkOf(line);

        // Why a host was fenced, and by whom, is the intent's; the outcome says how it went.
        var fenced = host.OpenIntent?.Mark ?? mark;
        switch (line[EventField.Stage] ?? RecordedEvents.Done)
        {
            case RecordedEvents.Intent when attempt == 0:
                return "it is an intent without the number of its attempt";
            case RecordedEvents.Intent:
                next = next with { OpenIntent = new FenceOrder(mark, IsYes(line[EventField.Force])), FenceTrouble = null };
                break;
            case RecordedEvents.Done:
                next = next with { OpenIntent = null, Fenced = fenced, FenceTrouble = null };
                Untaint(line.Object);
                break;
            case RecordedEvents.Failed:
                next = next with { OpenIntent = null, Fenced = fenced, FenceTrouble = Or(line.Comment, "its fence failed") };
                break;
            case RecordedEvents.Abandoned:
                next = next with { OpenIntent = null };
                break;
            case var stage:
                return $"its stage \"{stage}\" is not known";
        }

        return Set(line, next);
    }

    private string? Fail(LogLine line)
    {
        var (host, operation) = (line[EventField.Host], line[EventField.Operation]);
        if (host is null && operation is null)
        {
            return null; // The older form says it to people only.
        }

        OperationKind? kind = operation switch
        {
            RecordedEvents.Start => OperationKind.Start,
            RecordedEvents.Stop => OperationKind.Stop,
            _ => null,
        };
        if (host is null || kind is not { } known)
        {
            return "it does not say which operation failed on which host";
        }

        var because = Or(RecordedEvents.ReasonOf(line.Comment, host, known), "its reason was not recorded");
        HostsOf(line.Object)[host] = new ResourcePast(
            line.Object, host, new Failure(known, because), TimeForPeople.Of(line.Timestamp), Tainted: true);
        return null;
    }

    private string? Taint(LogLine line)
    {
        if (line[EventField.Host] is not { } host)
        {
            return "it does not say on which host";
        }

        var hosts = HostsOf(line.Object);
        hosts[host] = hosts.TryGetValue(host, out var past)
            ? past with { Tainted = true }
            : new ResourcePast(line.Object, host, null, TimeForPeople.Of(line.Timestamp), Tainted: true);
        return null;
    }

    /// <summary>
    /// Of where a resource runs this says nothing that is kept. It ends what the failure before it began: that 7 proves
    /// nothing on that host (rule K6).
    /// </summary>
    private string? Stop(LogLine line) =>
        line[EventField.Host] is { } host && line[RecordedEvents.ProofField] is RecordedEvents.Stop
            ? Change(line.Object, past => IsOn(past, host) ? past with { Tainted = false } : past)
            : null;

    private string? PowerOff(LogLine line)
    {
        if (line[RecordedEvents.ProofField] is RecordedEvents.Off)
        {
            Set(line, Host(line.Object) with { FenceTrouble = null });
            Untaint(line.Object);
        }

        return null;
    }

    private string? Define(LogLine line, long number) => DefinitionIn(line) is { } definition
        ? Set(line, Group(line.Object) with { Definitions = [new PastDefinition(definition, number, null)] })
        : NoDefinition;

    /// <summary>The older form says it to people only. What is held again as it was is held since the first time.</summary>
    private string? Hold(LogLine line, long number)
    {
        if (line[EventField.Hosts] is null && line[EventField.Resources] is null)
        {
            return null;
        }

        if (DefinitionIn(line) is not { } definition)
        {
            return NoDefinition;
        }

        var group = Group(line.Object);
        return group.Definitions.Any(past => past.Held is not null && past.Definition.IsSameAs(definition))
            ? null
            : Set(line, group with { Definitions = group.Definitions.Add(new PastDefinition(definition, number, Or(line.Comment, "it was held"))) });
    }

    private static RecordedDefinition? DefinitionIn(LogLine line) =>
        RecordedDefinition.Parse(line[EventField.Hosts], line[EventField.Resources]);

    /// <summary>All that counts stands after this line (<see cref="PastLines"/>); what stood before may be another log's.</summary>
    private string? Forget()
    {
        _hosts.Clear();
        _groups.Clear();
        _resources.Clear();
        return null;
    }

    private string? Set(LogLine line, HostPast host)
    {
        _hosts[line.Object] = host;
        return null;
    }

    private string? Set(LogLine line, GroupPast group)
    {
        _groups[line.Object] = group;
        return null;
    }

    private HostPast Host(string name) => _hosts.GetValueOrDefault(name) ?? new HostPast();

    private GroupPast Group(string name) => _groups.GetValueOrDefault(name) ?? new GroupPast();

    private SortedDictionary<string, ResourcePast> HostsOf(string resource)
    {
        if (!_resources.TryGetValue(resource, out var hosts))
        {
            hosts = new SortedDictionary<string, ResourcePast>(StringComparer.Ordinal);
            _resources.Add(resource, hosts);
        }

        return hosts;
    }

    /// <summary>A host that is verified off runs nothing, whatever failed there (rules K4 and K6).</summary>
    private void Untaint(string host)
    {
        foreach (var resource in _resources.Keys.ToImmutableArray())
        {
            Change(resource, past => IsOn(past, host) ? past with { Tainted = false } : past);
        }
    }

    /// <summary>Changes what is on record of a resource, wherever; what says nothing any more goes.</summary>
    private string? Change(string resource, Func<ResourcePast, ResourcePast> change)
    {
        if (!_resources.TryGetValue(resource, out var hosts))
        {
            return null;
        }

        foreach (var (host, past) in hosts.ToImmutableArray())
        {
            var changed = change(past);
            if (changed is { Failure: null, Tainted: false })
            {
                hosts.Remove(host);
            }
            else
            {
                hosts[host] = changed;
            }
        }

        if (hosts.Count == 0)
        {
            _resources.Remove(resource);
        }

        return null;
    }

    private static bool IsOn(ResourcePast past, string host) => string.Equals(past.Host, host, StringComparison.Ordinal);

    private static Mark MarkOf(LogLine line) => new(line.By, TimeForPeople.Of(line.Timestamp), line.Comment);

    private static bool IsYes(string? value) => value is RecordedEvents.Yes;

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;

    private void Report(string problem)
    {
        if (_problemCount++ < ProblemsKept)
        {
            _problems.Add(problem);
        }
    }
}
