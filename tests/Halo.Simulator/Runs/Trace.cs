namespace Halo.Simulator.Runs;

/// <summary>
/// A run as text, for people: what happened to the world, what the manager was told, what it wrote and what it did. Probes that
/// say what the one before said, monitors that find what the one before found, and routine actions are left out.
/// </summary>
internal sealed class Trace(SimulatedWorld world, TextWriter output)
{
    private readonly Dictionary<string, RunOperation> _operations = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _said = new(StringComparer.Ordinal);

    public void World(string what) => Line("world", what);

    public void Step(EngineInput input, StepResult result)
    {
        if (Describe(input) is { } told)
        {
            Line("told", told + (result.Ignored is { } ignored ? $" (ignored: {ignored})" : ""));
        }

        foreach (var happened in result.Events)
        {
            Line("event", $"{happened.Kind} {happened.Object} by {happened.By}: {happened.Comment} {string.Join(" ", happened.Fields.Select(f => $"{f.Name}={f.Value}"))}");
        }

        foreach (var action in result.Actions)
        {
            if (Describe(action) is { } done)
            {
                Line("do", $"{done}, because {action.Reason}");
            }
        }
    }

    private string? Describe(EngineInput input) => input switch
    {
        PathProbed probed => Changed($"{Name(probed.Host)}/{probed.Path}", probed.Answer.ToString()),
        PathOpened opened => $"{Name(opened.Host)}/{opened.Path} opened connection {opened.Connection} to {opened.Remote.InstanceId}, in flight: {Foreign(opened.InFlight)}",
        PathClosed closed => $"{Name(closed.Host)}/{closed.Path} closed connection {closed.Connection}: {closed.Why}",
        SessionOpened opened => $"{Name(opened.Host)} session {opened.Session} opened, in flight: {Foreign(opened.InFlight)}",
        SessionRefused refused => $"{Name(refused.Host)} session {refused.Session} refused ({refused.OtherManager}): {refused.Why}",
        OperationEnded ended => Ended(ended),
        OperationNotRun notRun => $"{notRun.Operation} was not run on {Name(notRun.Host)}: {notRun.Why}",
        OperationUnanswered unanswered => $"{unanswered.Operation} is not answered by {Name(unanswered.Host)}",
        PowerAnswered power => $"fence agent of {Name(power.Host)}: call {power.Call} {power.Answer} {power.Why}",
        IntentRecorded intent => $"intent {intent.Attempt} of {Name(intent.Host)} is recorded",
        AdministratorAsked asked => $"{asked.Mark.By} asks {asked.Verb} {asked.DomainIndex}/{asked.Position}{(asked.Force ? " --force" : "")}",
        LoopWasLate late => $"the loop was late by {late.By.TotalSeconds} s",
        _ => null,
    };

    private string? Ended(OperationEnded ended)
    {
        var outcome = ended.Outcome;
        var text = $"{outcome.Describe()}{(outcome.LeftBehind.IsEmpty ? "" : $", left: {string.Join(", ", outcome.LeftBehind)}")}";
        if (!_operations.Remove(ended.Operation, out var run))
        {
            return $"{ended.Operation} ended on {Name(ended.Host)}: {text}";
        }

        var what = $"{run.Kind} of {Resource(run)} on {Name(ended.Host)}";
        return run.Kind == OperationKind.Monitor ? Changed(what, text) : $"{what} ended: {text}";
    }

    private string? Describe(ClusterAction action)
    {
        if (action is RunOperation run)
        {
            _operations[run.Operation] = run;
            return run.Kind == OperationKind.Monitor ? null : $"{run.Kind} {Resource(run)} on {Name(run.Host)} ({run.Operation})";
        }

        return action switch
        {
            RecallOperation recall => $"ask {Name(recall.Host)} about {recall.Operation}",
            OpenSession open => $"open session {open.Session} on {Name(open.Host)}",
            CallFenceAgent call => $"fence agent of {Name(call.Host)}: {call.Verb} (call {call.Call})",
            ConfirmIntent confirm => $"confirm intent {confirm.Attempt} of {Name(confirm.Host)}",
            _ => $"{action.GetType().Name} {Name(action.Host)}",
        };
    }

    private string? Changed(string what, string said)
    {
        if (_said.TryGetValue(what, out var before) && before == said)
        {
            return null;
        }

        _said[what] = said;
        return $"{what}: {said}";
    }

    private string Name(HostRef host) => world.Config[host].Id;

    private string Resource(RunOperation run) => world.Config.Domains[run.Host.Domain].Resources[run.Resource].Id;

    private static string Foreign(ImmutableArray<ForeignOperation> operations) =>
        operations.IsEmpty ? "nothing" : string.Join(", ", operations.Select(o => $"{o.Kind} {o.Resource}"));

    private void Line(string kind, string text) => output.WriteLine($"{world.Time.Now / 1000.0,9:0.000} {kind,-5} {text}");
}
