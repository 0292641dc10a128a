namespace Halo.Engine.Turns;

/// <summary>How a request ends.</summary>
internal static class RequestEnds
{
    public static RequestState Done(this RequestState request, DomainTurn turn, string text) =>
        request.End(turn, RequestStage.Done, text, null, "");

    public static RequestState Refuse(this RequestState request, DomainTurn turn, RuleId rule, string because, string wayOut) =>
        request.End(turn, RequestStage.Refused, because, rule, wayOut);

    public static RequestState End(
        this RequestState request, DomainTurn turn, RequestStage stage, string text, RuleId? rule, string wayOut) =>
        request with { Stage = stage, Text = text, Rule = rule, WayOut = wayOut, EndedAt = turn.Now };
}
