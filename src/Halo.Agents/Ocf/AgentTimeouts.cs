using System.Xml;

namespace Halo.Agents.Ocf;

/// <summary>The deadlines that an agent's meta-data advertises; null where it says nothing.</summary>
/// <param name="Start">For a start.</param>
/// <param name="Stop">For a stop.</param>
/// <param name="Monitor">For a monitor; of several, the longest.</param>
public sealed record AgentTimeouts(TimeSpan? Start, TimeSpan? Stop, TimeSpan? Monitor)
{
    /// <summary>An agent that says nothing.</summary>
    public static AgentTimeouts None { get; } = new(null, null, null);

    /// <summary>
    /// Reads meta-data. Documents are what a script prints: no DTD is looked at, nothing outside is fetched, and what is not
    /// XML counts as silence.
    /// </summary>
    public static AgentTimeouts Parse(string metaData)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null };
        var timeouts = None;
        try
        {
            using var reader = XmlReader.Create(new StringReader(metaData.TrimStart()), settings);
            while (reader.ReadToFollowing("action"))
            {
                timeouts = timeouts.With(reader.GetAttribute("name"), reader.GetAttribute("timeout"));
            }
        }
        catch (XmlException)
        {
            // What was understood before the fault still holds.
        }

        return timeouts;
    }

    private AgentTimeouts With(string? actionName, string? text)
    {
        if (!OcfDuration.TryParse(text ?? "", out var timeout))
        {
            return this;
        }

        return actionName switch
        {
            "start" => this with { Start = timeout },
            "stop" => this with { Stop = timeout },
            "monitor" => this with { Monitor = Monitor > timeout ? Monitor : timeout },
            _ => this,
        };
    }
}
