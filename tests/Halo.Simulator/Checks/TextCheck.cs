namespace Halo.Simulator.Checks;

/// <summary>Everything that HALO does, refuses or waits for is explained in whole sentences.</summary>
internal static class TextCheck
{
    public static void Judge(EngineInput input, StepResult result)
    {
        foreach (var action in result.Actions)
        {
            Demand(IsWhole(action.Reason.Because), $"an action without a reason: {action}");
        }

        Demand(result.Ignored is not { } ignored || IsWhole(ignored), "an input was ignored without a reason");
        if (input.Domain < 0)
        {
            return;
        }

        var state = result.State.Domains[input.Domain];
        foreach (var wait in state.Waits)
        {
            Demand(IsWhole(wait.Reason.Because) && IsWhole(wait.WayOut), $"a wait that does not explain itself: {wait}");
        }

        foreach (var refusal in state.Refusals)
        {
            Demand(IsWhole(refusal.Reason.Because) && IsWhole(refusal.Wanted), $"a refusal that does not explain itself: {refusal}");
        }

        foreach (var request in state.Requests)
        {
            var isRefused = request.Stage is RequestStage.Refused;
            Demand(!isRefused || (request.Rule is not null && IsWhole(request.Text) && IsWhole(request.WayOut)),
                $"a request is refused without rule, facts or way out: {request}");
            Demand(request.Stage is RequestStage.Pending || IsWhole(request.Text), $"a request ended without a word: {request}");
        }
    }

    private static bool IsWhole(string text) =>
        text.AsSpan().Trim().Length > 0 && !text.EndsWith(": ", StringComparison.Ordinal) && !text.Contains("()", StringComparison.Ordinal);

    private static void Demand(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new ViolationException("text", otherwise);
        }
    }
}
