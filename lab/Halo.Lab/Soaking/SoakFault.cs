namespace Halo.Lab.Soaking;

/// <summary>Something that a round of the soak does: a fault with its end, or an administrator's command.</summary>
internal sealed record SoakFault
{
    /// <summary>What it is, the same for all hosts; the summary counts by it.</summary>
    public required string Kind { get; init; }

    /// <summary>To what it is done.</summary>
    public required string Subject { get; init; }

    /// <summary>The commands of <c>lab/lab</c> that do it.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Do { get; init; }

    /// <summary>Those that end it; none where it has no end, or the administrator ends it.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Undo { get; init; } = [];

    /// <summary>Whether no manager answers from its beginning to its end.</summary>
    public bool SilencesManager { get; init; }

    /// <summary>Whether it is a command of an administrator, which may take its time and may be refused.</summary>
    public bool IsAsked { get; init; }

    /// <summary>When it is done, since the round began.</summary>
    public TimeSpan At { get; init; }

    /// <summary>How long it lasts.</summary>
    public TimeSpan Lasts { get; init; }

    /// <summary>For people.</summary>
    public override string ToString() => $"{Kind}: {Subject}";
}

/// <summary>What a round does.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Faults">What it does.</param>
/// <param name="FailsBack">Whether its end has all groups at home; otherwise they stay where they are.</param>
internal sealed record SoakRound(int Number, IReadOnlyList<SoakFault> Faults, bool FailsBack);
