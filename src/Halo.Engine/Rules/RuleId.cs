namespace Halo.Engine.Rules;

/// <summary>
/// The rules of the rule book (docs/rules.md) by their ids: what HALO knows (K), where groups run (P), what the
/// administrator may ask (A), and who may drive the remotes (S).
/// </summary>
public enum RuleId
{
    /// <summary>At start everything is Unknown.</summary>
    K1,

    /// <summary>What a monitor's answer means.</summary>
    K2,

    /// <summary>A host that is lost, or whose remote is gone: everything on it is Unknown.</summary>
    K3,

    /// <summary>A verified power-off proves everything on a host Stopped.</summary>
    K4,

    /// <summary>When a host connects, or a group becomes managed, all is probed afresh.</summary>
    K5,

    /// <summary>A start or stop is Unknown until its end is known; after one that failed, 7 proves nothing.</summary>
    K6,

    /// <summary>A group whose definition changed is held.</summary>
    K7,

    /// <summary>Start needs proof.</summary>
    P1,

    /// <summary>A group whose root runs stays there, and what is missing of it is started there.</summary>
    P2,

    /// <summary>Where a group that runs nowhere starts.</summary>
    P3,

    /// <summary>A group leaves a deactivated host gracefully.</summary>
    P4,

    /// <summary>An unmanaged group is never touched.</summary>
    P5,

    /// <summary>One change of a group at a time.</summary>
    P6,

    /// <summary>Parents start before their dependents, and stop after them.</summary>
    P7,

    /// <summary>What failed is not repeated until the administrator says <c>cleanup</c>.</summary>
    P8,

    /// <summary>A group in conflict is never touched.</summary>
    P9,

    /// <summary>Only a host with a fence agent is fenced.</summary>
    F0,

    /// <summary>Only a lost host is fenced.</summary>
    F1,

    /// <summary>A fence must gain something.</summary>
    F2,

    /// <summary>A host with an unmanaged group is not fenced.</summary>
    F3,

    /// <summary>A host is fenced once until it is reset.</summary>
    F4,

    /// <summary>A host is fenced only when another one can take over.</summary>
    F5,

    /// <summary>The manager that is itself cut off fences nobody.</summary>
    F6,

    /// <summary>One fence at a time in a failover domain.</summary>
    F7,

    /// <summary>The intent is on disk first, and only a status of OFF counts.</summary>
    F8,

    /// <summary>What binds an administrator's fence.</summary>
    A1,

    /// <summary>What binds failback and deactivate.</summary>
    A2,

    /// <summary>In observe mode nothing is done.</summary>
    A3,

    /// <summary>One manager drives a failover domain.</summary>
    S1,
}
