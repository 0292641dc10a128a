namespace Halo.Engine.Tests.World;

/// <summary>What a host's fence device does when it is asked.</summary>
internal enum DeviceMood
{
    /// <summary>It does what it is asked, and tells the truth.</summary>
    Works,

    /// <summary>Every call fails, and nothing happens.</summary>
    Fails,

    /// <summary>Powering off or on fails, but happens all the same; the status is true.</summary>
    FailsAndYetWorks,

    /// <summary>Powering off or on is said to be done, and nothing happens; the status is true.</summary>
    SaysDoneAndStays,

    /// <summary>No call of it ends before its deadline.</summary>
    NeverAnswers,

    /// <summary>It was told the wrong plug, and that one is off.</summary>
    SaysOff,
}

/// <summary>The power of one host, and the device that switches it.</summary>
internal sealed class SimulatedPowerSupply
{
    /// <summary>The truth.</summary>
    public bool IsOn { get; set; } = true;

    public DeviceMood Mood { get; set; }

    /// <summary>How long every call of it takes.</summary>
    public TimeSpan Time { get; set; } = TimeSpan.Zero;

    /// <summary>Whether the host has power when it was asked for this.</summary>
    public bool IsOnAfter(PowerVerb verb) => verb switch
    {
        PowerVerb.Off when Mood is DeviceMood.Works or DeviceMood.FailsAndYetWorks => false,
        PowerVerb.On when Mood is DeviceMood.Works or DeviceMood.FailsAndYetWorks => true,
        _ => IsOn,
    };
}

/// <summary>
/// The hosts' power. A call of a fence agent that was begun goes on when its manager dies, as a child process does. A host
/// without power is dead: nothing runs there and no path to it answers.
/// </summary>
internal sealed class SimulatedPower(SimulatedCluster cluster)
{
    /// <summary>The deadline of a call of a fence agent (design §6).</summary>
    private static readonly TimeSpan CallDeadline = TimeSpan.FromSeconds(60);

    /// <summary>Carries a call out and tells what came of it.</summary>
    public void Call(CallFenceAgent call, Action<PowerAnswered> tell)
    {
        var supply = cluster[call.Host].Power;
        if (supply.Mood == DeviceMood.NeverAnswers)
        {
            cluster.Time.At(cluster.Time.Now + CallDeadline, () =>
                tell(Answer(call, PowerAnswer.Failed, "it did not end before its deadline")));
            return;
        }

        cluster.Time.At(cluster.Time.Now + supply.Time, () =>
        {
            Switch(call.Host, supply.IsOnAfter(call.Verb));
            tell(Answered(call, supply));
        });
    }

    /// <summary>The host has power from now on, or has none. One that gets power boots: nobody answers before the story connects it.</summary>
    public void Switch(HostRef host, bool on)
    {
        var supply = cluster[host].Power;
        if (supply.IsOn == on)
        {
            return;
        }

        supply.IsOn = on;
        if (!on)
        {
            cluster[host].Reboot();
            cluster.Network.SetPaths(host, PathAnswer.Silent);
        }
    }

    private static PowerAnswered Answered(CallFenceAgent call, SimulatedPowerSupply supply) => call.Verb switch
    {
        _ when supply.Mood == DeviceMood.Fails => Answer(call, PowerAnswer.Failed, "the device does not answer"),
        PowerVerb.Status => Answer(call, supply.IsOn && supply.Mood != DeviceMood.SaysOff ? PowerAnswer.On : PowerAnswer.Off, ""),
        _ when supply.Mood == DeviceMood.FailsAndYetWorks => Answer(call, PowerAnswer.Failed, "the device lost the connection"),
        _ => Answer(call, PowerAnswer.Done, ""),
    };

    private static PowerAnswered Answer(CallFenceAgent call, PowerAnswer answer, string why) =>
        new() { Host = call.Host, Call = call.Call, Answer = answer, Why = why };
}
