namespace Halo.Engine.Tests.World;

/// <summary>What answers alone prove about one host's power. Written from rule K4, not from the engine.</summary>
internal sealed class PowerEvidence
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(30);
    private (long Number, PowerVerb Verb, Instant SentAt)? _awaited;

    /// <summary>When the question was asked to which the answer was OFF, and when that came; null while nothing proves it.</summary>
    public (Instant AskedAt, Instant ConfirmedAt)? Off { get; private set; }

    public bool IsFresh(Instant now) => Off is { } off && now - off.ConfirmedAt <= FreshFor;

    public void Called(CallFenceAgent call, Instant now)
    {
        _awaited = (call.Call, call.Verb, now);
        if (call.Verb == PowerVerb.On)
        {
            Off = null;
        }
    }

    /// <summary>Takes an answer; returns whether it proves that the host is off, for the first time or again.</summary>
    public bool Answered(PowerAnswered answered, Contact contact)
    {
        if (_awaited is not { } call || call.Number != answered.Call)
        {
            return false;
        }

        _awaited = null;
        if (call.Verb == PowerVerb.Status && answered.Answer == PowerAnswer.On)
        {
            Off = null;
        }

        if (call.Verb != PowerVerb.Status || answered.Answer != PowerAnswer.Off || contact.Answers || contact.AnsweredAt > call.SentAt)
        {
            return false;
        }

        Off = (call.SentAt, answered.At);
        return true;
    }

    public void Opened(PathOpened opened, Contact contact)
    {
        if (contact.HasPath(opened.Path) && opened.SentAt > Off?.AskedAt)
        {
            Off = null;
        }
    }

    /// <summary>An answer, or a sign of life from a path that had fallen silent, ends the proof.</summary>
    public void Probed(PathProbed probed, Contact contact)
    {
        if (Off is { } off && contact.Takes(probed) && probed.SentAt > off.AskedAt
            && (probed.Answer == PathAnswer.Answered
                || (probed.Answer is PathAnswer.Refused or PathAnswer.Mute && contact.WasSilentAfter(probed.Path, off.AskedAt))))
        {
            Off = null;
        }
    }
}
