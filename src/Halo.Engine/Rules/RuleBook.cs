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
        RuleId.K5 => "When a host connects anew, and when a group becomes managed, what was known is dropped and probed.",
        RuleId.K6 => "A start or stop is in flight until the remote reports its end or says that it never got it; after one "
            + "that failed, 7 proves nothing until no process is left, a stop returned 0 and a monitor said 7.",
        RuleId.P1 => "A root starts only when every exclusive resource of its group is proven Stopped on every other host "
            + "it may run on, or it is restarted in place; a dependent only when it is not known to run elsewhere.",
        RuleId.P2 => "A group stays where its root runs; what is missing is started there. Dependents that run without "
            + "their parent are stopped first.",
        RuleId.P3 => "A group that runs nowhere starts where it last ran, else where a part of it still runs, else on the "
            + "first eligible host, home first; elsewhere than where it last ran only after a stop there.",
        RuleId.P5 => "An unmanaged group is monitored and reported, never started, stopped or moved.",
        RuleId.P6 => "One change of a group at a time; never two operations at a time on one resource of a host.",
        RuleId.P7 => "Start parents before dependents, stop in the reverse order; a shared resource stops only when no "
            + "group on that host needs it.",
        RuleId.P8 => "A start or stop that failed is not repeated on that host until cleanup; a root's failed start is tried "
            + "once on each next eligible host; the third restart within ten minutes counts as a failed start.",
        RuleId.P9 => "An exclusive resource Running or Error on two hosts, or exclusive resources of one group Running on "
            + "different hosts: nobody touches that group.",
        RuleId.A3 => "In observe mode HALO watches and reports, and does nothing.",
        RuleId.S1 => "While a host of a failover domain is in another manager's session, nothing is done in that domain.",
    };
}
