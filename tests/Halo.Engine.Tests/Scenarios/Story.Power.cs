using System.Text.RegularExpressions;
using Halo.Engine.Tests.World;

namespace Halo.Engine.Tests.Scenarios;

/// <summary>Power, the devices that switch it, and what delays a fence.</summary>
internal sealed partial class Story
{
    private IEnumerable<(Regex, Action<Match>)> AboutThePower() =>
    [
        Sentence("the fence device of (\\S+) takes (\\S+)", m => Supply(m).Time = Duration(m.Groups[2].Value)),
        Sentence("the fence device of (\\S+) (works|fails|fails and yet works|says done and stays|never answers|is told a wrong plug)",
            m => Supply(m).Mood = MoodOf(m.Groups[2].Value)),
        Sentence("(\\S+) is powered (on|off) by hand", m =>
        {
            Cluster.Power.Switch(Host(m.Groups[1].Value), string.Equals(m.Groups[2].Value, "on", StringComparison.Ordinal));
            Cluster.Settle();
        }),
        Sentence("the state log takes (\\S+)", m => Cluster.Shell.StateLogTime = Duration(m.Groups[1].Value)),
    ];

    private static DeviceMood MoodOf(string words) => words switch
    {
        "works" => DeviceMood.Works,
        "fails" => DeviceMood.Fails,
        "fails and yet works" => DeviceMood.FailsAndYetWorks,
        "says done and stays" => DeviceMood.SaysDoneAndStays,
        "is told a wrong plug" => DeviceMood.SaysOff,
        _ => DeviceMood.NeverAnswers,
    };

    private SimulatedPowerSupply Supply(Match match) => Cluster[Host(match.Groups[1].Value)].Power;
}
