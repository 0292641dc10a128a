namespace Halo.Configuration;

/// <summary>
/// Collects faults and warnings while a file is read and checked. Bounded: a file of nonsense must not become a flood.
/// </summary>
internal sealed class FaultList(string file)
{
    private const int Most = 1000;
    private const int MostSuggestions = 25;

    private readonly List<Fault> _faults = [];
    private readonly List<Fault> _warnings = [];
    private int _suggestions;

    public string File => file;

    public bool IsEmpty => _faults.Count == 0;

    /// <summary>Nothing more is taken: whoever is about to work hard for a message need not.</summary>
    public bool IsFull => _faults.Count >= Most;

    public void Add(Position at, string message) => Add(_faults, at, message);

    public void Warn(Position at, string message) => Add(_warnings, at, message);

    /// <summary>
    /// <c>; did you mean NAME?</c> for the closest known name, or nothing where none is close. A suggestion compares
    /// with every known name, so only the first unknown names of a file get one.
    /// </summary>
    public string Suggest(string written, IEnumerable<string> known) =>
        _suggestions++ < MostSuggestions && Suggestion.Closest(written, known) is { } closest
            ? $"; did you mean {closest}?"
            : string.Empty;

    public ImmutableArray<Fault> Faults() => Sorted(_faults, "faults");

    public ImmutableArray<Fault> Warnings() => Sorted(_warnings, "warnings");

    private void Add(List<Fault> list, Position at, string message)
    {
        if (list.Count < Most)
        {
            list.Add(new Fault(file, at.Line, at.Column, message));
        }
    }

    private ImmutableArray<Fault> Sorted(List<Fault> list, string what)
    {
        var sorted = list.OrderBy(f => f.Line).ThenBy(f => f.Column);
        return list.Count < Most
            ? [.. sorted]
            : [.. sorted, new Fault(file, 0, 0, $"these are {Most} {what}; more are not shown")];
    }
}
