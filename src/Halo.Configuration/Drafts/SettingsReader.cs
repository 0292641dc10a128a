using Halo.Configuration.Yaml;
using Halo.Engine.Configuration;

namespace Halo.Configuration.Drafts;

/// <summary>Reads the <c>settings</c> key. What the file does not say keeps its default.</summary>
internal sealed class SettingsReader(ValueReader values)
{
    private const int MostPingHosts = 16;

    private static readonly string[] Keys =
    [
        "monitor_interval", "detection_interval", "detection_timeout", "unresponsive_timeout", "on_agent_down", "ping_hosts",
    ];

    private readonly DurationReader _durations = new(values);

    public Settings Read(YamlValue? value)
    {
        if (values.Mapping(value, "settings") is not { } mapping)
        {
            return Settings.Default;
        }

        var section = new Section(mapping, "settings", Keys, values.Faults);
        var given = Settings.Default;
        given = given with
        {
            MonitorInterval = Duration(
                section, "monitor_interval", given.MonitorInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
            DetectionInterval = Duration(
                section, "detection_interval", given.DetectionInterval, TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(1)),
            DetectionTimeout = Duration(
                section, "detection_timeout", given.DetectionTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
            UnresponsiveTimeout = Duration(
                section, "unresponsive_timeout", given.UnresponsiveTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(24)),
            OnAgentDown = AgentDown(section.Find("on_agent_down")),
            PingHosts = PingHosts(section.Find("ping_hosts")),
        };
        CheckRelations(section, given, mapping.At);
        return given;
    }

    private TimeSpan Duration(Section section, string key, TimeSpan otherwise, TimeSpan least, TimeSpan most) =>
        _durations.Read(section.Find(key), key, least, most) ?? otherwise;

    private OnAgentDown AgentDown(YamlValue? value)
    {
        if (value is null || values.Text(value, "on_agent_down") is not { } text)
        {
            return OnAgentDown.Wait;
        }

        switch (text.Text)
        {
            case "wait":
                return OnAgentDown.Wait;
            case "fence":
                return OnAgentDown.Fence;
            default:
                values.Faults.Add(text.At, $"on_agent_down must be wait or fence, not {Shown.Text(text.Text)}");
                return OnAgentDown.Wait;
        }
    }

    private ImmutableArray<string> PingHosts(YamlValue? value)
    {
        var hosts = new AddressReader(values).Read(value, "ping_hosts", "a ping host", MostPingHosts);
        return [.. hosts.Select(host => host.Text)];
    }

    /// <summary>
    /// A host must not be lost because a single probe was late, nor a mute one sooner than a silent one.
    /// </summary>
    private void CheckRelations(Section section, Settings settings, Position at)
    {
        if (settings.DetectionTimeout < 2 * settings.DetectionInterval)
        {
            values.Faults.Add(
                Place("detection_timeout", "detection_interval"),
                $"detection_timeout ({DurationReader.Text(settings.DetectionTimeout)}) must be at least twice detection_interval "
                + $"({DurationReader.Text(settings.DetectionInterval)}), or one lost probe makes a lost host");
        }

        if (settings.UnresponsiveTimeout < settings.DetectionTimeout)
        {
            values.Faults.Add(
                Place("unresponsive_timeout", "detection_timeout"),
                $"unresponsive_timeout ({DurationReader.Text(settings.UnresponsiveTimeout)}) must not be shorter than "
                + $"detection_timeout ({DurationReader.Text(settings.DetectionTimeout)})");
        }

        Position Place(string key, string otherKey) => (section.Find(key) ?? section.Find(otherKey))?.At ?? at;
    }
}
