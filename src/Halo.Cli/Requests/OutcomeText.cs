using Halo.Protocol.Cli;

namespace Halo.Cli.Requests;

/// <summary>What became of a request, as a sentence.</summary>
internal static class OutcomeText
{
    /// <summary>That it is done: <c>oss01: verified off after 3 s</c>.</summary>
    public static string Done(RequestStatus request) => $"{request.Object}: {(request.Text.Length > 0 ? Clause(request.Text) : "done")}";

    /// <summary>What is going on: <c>oss01: its fence agent powers it off</c>.</summary>
    public static string Progress(RequestStatus request) => $"{request.Object}: {(request.Text.Length > 0 ? Clause(request.Text) : "being done")}";

    /// <summary>That nobody waits for it: <c>oss01: asked for (its fence agent powers it off)</c>.</summary>
    public static string NotWaitedFor(RequestStatus request) =>
        $"{request.Object}: asked for{(request.Text.Length > 0 ? $" ({Clause(request.Text)})" : "")}";

    /// <summary>
    /// Why it is not done and what to do: <c>cannot fence oss01: its partner oss00 is deactivated (F5). Activate oss00 first.</c>
    /// </summary>
    public static string NotDone(ActingVerb verb, RequestStatus request)
    {
        if (request.Stage == RequestProgress.NoLongerKnown)
        {
            return $"it is not known whether HALO could {verb.Infinitive} {request.Object}: {Clause(request.Text)}; " +
                "\"halo status\" and \"halo events\" show what it did";
        }

        return $"cannot {verb.Infinitive} {request.Object}: {Why(request)}{WayOut(request)}";
    }

    /// <summary>The facts and the rule.</summary>
    public static string Why(RequestStatus request)
    {
        var facts = request.Text.Length > 0 ? Clause(request.Text) : "the manager does not say why";
        return request.Rule is { } rule ? $"{facts} ({rule})" : facts;
    }

    private static string WayOut(RequestStatus request) =>
        string.IsNullOrEmpty(request.WayOut) ? "" : $". {Sentence(request.WayOut, request.Object)}.";

    /// <summary>With a capital letter, unless the first word is a name.</summary>
    private static string Sentence(string text, string name)
    {
        var clause = Clause(text);
        var first = clause.Split(' ', ',')[0];
        var isWord = first.Length > 0 && first.All(char.IsAsciiLetterLower) && !string.Equals(first, name, StringComparison.Ordinal);
        return isWord && first is not "halo" ? $"{char.ToUpperInvariant(clause[0])}{clause[1..]}" : clause;
    }

    /// <summary>The manager's sentences stand in the middle of a line here.</summary>
    private static string Clause(string sentence) => sentence.TrimEnd('.');
}
