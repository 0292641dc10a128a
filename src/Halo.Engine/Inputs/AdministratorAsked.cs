namespace Halo.Engine.Inputs;

/// <summary>What an administrator can ask for. The comment says to which kind of object it is done.</summary>
public enum AdministratorVerb
{
    /// <summary>A group: HALO may act on it.</summary>
    Manage,

    /// <summary>A group: HALO must not act on it.</summary>
    Unmanage,

    /// <summary>A host: HALO may run groups there.</summary>
    Activate,

    /// <summary>A host: HALO moves its groups away, and runs none there.</summary>
    Deactivate,

    /// <summary>A host: power it off for certain.</summary>
    Fence,

    /// <summary>A host: it is healthy, HALO may fence it again.</summary>
    Reset,

    /// <summary>A host: bring the groups home that have it as their home host.</summary>
    Failback,

    /// <summary>A resource: what failed may be tried again.</summary>
    Cleanup,

    /// <summary>A host: power it on.</summary>
    PowerOn,

    /// <summary>A host: ask its fence agent whether it has power.</summary>
    PowerStatus,
}

/// <summary>An administrator asked for something. What becomes of it is told in <see cref="State.RequestState"/>.</summary>
public sealed record AdministratorAsked : EngineInput
{
    /// <summary>The request's id, unique in the manager's life.</summary>
    public required string Request { get; init; }

    /// <summary>What was asked for.</summary>
    public required AdministratorVerb Verb { get; init; }

    /// <summary>The object's failover domain.</summary>
    public required int DomainIndex { get; init; }

    /// <summary>The host's, group's or resource's position there, as the verb demands.</summary>
    public required int Position { get; init; }

    /// <summary>Of a fence: that rules F4 and F5 do not bind (rule A1).</summary>
    public bool Force { get; init; }

    /// <summary>Who asked, and why: what is remembered of it.</summary>
    public required Mark Mark { get; init; }

    /// <inheritdoc/>
    public override int Domain => DomainIndex;
}

/// <summary>Who set a flag, when, and why; for people.</summary>
/// <param name="By"><c>halo</c>, or the administrator's name.</param>
/// <param name="At">The time as it is shown to people, UTC; empty where it is not known.</param>
/// <param name="Why">The reason that was given; may be empty.</param>
public sealed record Mark(string By, string At, string Why)
{
    /// <summary>What HALO did by itself.</summary>
    public const string Halo = "halo";

    /// <summary>The mark as a clause in brackets: <c>by root, 2026-04-15 15:40, "new DIMM"</c>.</summary>
    public override string ToString() =>
        $"by {By}{(At.Length > 0 ? $", {At}" : "")}{(Why.Length > 0 ? $", \"{Why}\"" : "")}";
}
