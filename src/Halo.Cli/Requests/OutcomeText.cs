using Halo.Protocol.Cli;

namespace Halo.Cli.Requests;

/// <summary>What became of a request, as a sentence.</summary>
internal static class OutcomeText
{
    /// <summary>That it is done: <c>oss01 is fenced and verified off</c>.</summary>
    public static string Done(RequestStatus request) => About(request, "done");

    /// <summary>What is going on: <c>oss01 is being powered off</c>.</summary>
    public static string Progress(RequestStatus request) => About(request, "being done");

    /// <summary>That nobody waits for it: <c>oss01: asked for (oss01 is being powered off)</c>.</summary>
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

        // A failure may be half of a success: "oss01 is deactivated, but pool0 stays there".
        return request.Stage == RequestProgress.Failed
            ? $"{verb.Infinitive} {request.Object} failed: {Why(request)}{WayOut(request)}"
            : $"cannot {verb.Infinitive} {request.Object}: {Why(request)}{WayOut(request)}";
    }

    /// <summary>The facts and the rule.</summary>
    public static string Why(RequestStatus request)
    {
        var facts = request.Text.Length > 0 ? Clause(request.Text) : "the manager does not say why";
        return request.Rule is { } rule ? $"{facts} ({rule})" : facts;
    }

    /// <summary>The manager's sentence, with the object before it where it does not begin with it.</summary>
    private static string About(RequestStatus request, string otherwise)
    {
        var text = request.Text.Length > 0 ? Clause(request.Text) : otherwise;
        return text.StartsWith($"{request.Object} ", StringComparison.Ordinal) ? text : $"{request.Object}: {text}";
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
