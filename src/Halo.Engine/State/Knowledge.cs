namespace Halo.Engine.State;

/// <summary>What is known of a resource on a host.</summary>
public enum KnowledgeKind
{
    /// <summary>Nothing.</summary>
    Unknown,

    /// <summary>It is proven not to run.</summary>
    Stopped,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It is broken or undetermined; it must be taken to run.</summary>
    Error,
}

/// <summary>What proves that a resource is stopped (rule K2).</summary>
public enum StopProof
{
    /// <summary>Nothing: it is not known to be stopped.</summary>
    None,

    /// <summary>Two monitors in a row said 7.</summary>
    TwoMonitors,

    /// <summary>A monitor said 7 after a stop that returned 0.</summary>
    AfterStop,

    /// <summary>A probe said 5: the software is not there, so it cannot run.</summary>
    NotInstalled,

    /// <summary>The host is verified off (rule K4).</summary>
    PowerOff,
}

/// <summary>What is known of a resource on one host, and why.</summary>
/// <param name="Kind">What is known.</param>
/// <param name="Proof">What proves that it is stopped.</param>
/// <param name="Why">The reason for people; empty where there is nothing to explain.</param>
public readonly record struct Knowledge(KnowledgeKind Kind, StopProof Proof, string Why)
{
    /// <summary>Rule K1: at the start nothing is known.</summary>
    public static Knowledge AtStart { get; } = Unknown("not monitored yet");

    /// <summary>Nothing is known.</summary>
    public static Knowledge Unknown(string why) => new(KnowledgeKind.Unknown, StopProof.None, why);

    /// <summary>It is proven not to run.</summary>
    public static Knowledge Stopped(StopProof proof, string why = "") => new(KnowledgeKind.Stopped, proof, why);

    /// <summary>It runs.</summary>
    public static Knowledge Running(string why = "") => new(KnowledgeKind.Running, StopProof.None, why);

    /// <summary>It is broken or undetermined.</summary>
    public static Knowledge Error(string why) => new(KnowledgeKind.Error, StopProof.None, why);
}
