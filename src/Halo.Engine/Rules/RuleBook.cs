namespace Halo.Engine.Rules;

/// <summary>The rule book as a table. A golden test prints it, so that every change of a rule is seen in review.</summary>
public static class RuleBook
{
    /// <summary>All rules, in order, each with what it says.</summary>
    public static ImmutableArray<(RuleId Id, string Says)> All { get; } =
        [.. Enum.GetValues<RuleId>().Select(id => (id, Says(id)))];

    private static string Says(RuleId id) => id switch
    {
        RuleId.K1 => "When the manager starts, everything is Unknown.",
        RuleId.K2 => "0 and 190 mean Running; 7 twice in a row, or after a stop that returned 0, proves Stopped; 5 in a "
            + "probe is Stopped and not eligible; anything else is Error once a second monitor confirms it.",
        RuleId.K3 => "A host that is lost, or whose remote is gone: everything on it is Unknown.",
        RuleId.K4 => "A verified power-off proves everything on a host Stopped, until the host answers again, is powered on, or "
            + "its status is not OFF; a start asks again when the proof is older than 30 s.",
        RuleId.K5 => "When a host connects anew, and when a group becomes managed, what was known is dropped and probed.",
        RuleId.K6 => "A start or stop is in flight until the remote reports its end or says that it never got it; after one "
            + "that failed, 7 proves nothing until no process is left, a stop returned 0 and a monitor said 7.",
        RuleId.K7 => "A group whose resources or hosts changed otherwise than by added hosts is held like an unmanaged one until it "
            + "is seen Running on exactly one host or the administrator says manage.",
        RuleId.P1 => "A root starts only when every exclusive resource of its group is proven Stopped on every other host "
            + "it may run on, or it is restarted in place; a dependent only when it was last known not to run elsewhere.",
        RuleId.P2 => "A group stays where its root runs; what is missing is started there. Dependents that run without "
            + "their parent are stopped first.",
        RuleId.P3 => "A group that runs nowhere starts where it last ran, else where a part of it still runs, else on the "
            + "first eligible host, home first; elsewhere than where it last ran only after a stop there.",
        RuleId.P4 => "A managed group leaves a deactivated host gracefully, and only when its start on the target would be allowed "
            + "now; nothing is started on a deactivated host; a move whose start fails goes back once.",
        RuleId.P5 => "An unmanaged group is monitored and reported, never started, stopped or moved.",
        RuleId.P6 => "One change of a group at a time; never two operations at a time on one resource of a host.",
        RuleId.P7 => "Start parents before dependents, stop in the reverse order; a shared resource stops only when no "
            + "group on that host needs it.",
        RuleId.P8 => "A start or stop that failed is not repeated on that host until cleanup; a root's failed start is tried "
            + "once on each next eligible host; the third restart within ten minutes counts as a failed start.",
        RuleId.P9 => "An exclusive resource Running or Error on two hosts, or exclusive resources of one group Running on "
            + "different hosts: nobody touches that group, but for what failed there and an administrator cleans up.",
        RuleId.F0 => "Only a host with a fence agent is fenced.",
        RuleId.F1 => "Only a lost host is fenced: silent for detection_timeout, mute for unresponsive_timeout, or refusing for as long "
            + "where on_agent_down says fence. The manager's own trouble is no silence.",
        RuleId.F2 => "A fence must gain something: a managed group ran on the host, or runs nowhere and lacks only its proof.",
        RuleId.F3 => "A host is not fenced while an unmanaged group was last known Running, Error or Unknown on it, or Stopped everywhere.",
        RuleId.F4 => "A host is fenced once until it is reset, and only if it has been connected since and since it got power.",
        RuleId.F5 => "A host is fenced only when an active host that answers can start at least one managed group afterwards.",
        RuleId.F6 => "When three or more hosts, and half of those that were connected, are silent, the manager is the one that is cut off "
            + "and fences nobody; an answering ping host lifts this for less than three quarters.",
        RuleId.F7 => "One fence at a time in a failover domain.",
        RuleId.F8 => "The intent is in the state log first, F0 to F7 are judged again right before off, and only a status of OFF counts.",
        RuleId.A1 => "An administrator's fence is not bound by F1, F2, F3 and F6, and with --force neither by F4 and F5.",
        RuleId.A2 => "No failback onto a host that is deactivated or not connected; the last active host of a failover domain is not deactivated.",
        RuleId.A3 => "In observe mode HALO watches and reports, and does nothing.",
        RuleId.S1 => "While a host of a failover domain is in another manager's session, nothing is done in that domain.",
    };
}
