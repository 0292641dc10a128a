namespace Halo.Configuration.Checks;

/// <summary>
/// Reports resources that depend on themselves, with the path. Walks with a stack of its own: a file may hold a chain
/// longer than the thread's stack would bear.
/// </summary>
internal sealed class CycleCheck(ResourceGraph graph, FaultList faults)
{
    private readonly Progress[] _progress = new Progress[graph.Resources.Count];
    private readonly List<Visit> _path = [];

    private enum Progress
    {
        NotVisited,
        OnPath,
        Done,
    }

    public void Run()
    {
        for (var start = 0; start < _progress.Length; start++)
        {
            if (_progress[start] == Progress.NotVisited)
            {
                Enter(start);
                while (_path.Count > 0)
                {
                    Advance();
                }
            }
        }
    }

    private void Enter(int resource)
    {
        _progress[resource] = Progress.OnPath;
        _path.Add(new Visit(resource, 0));
    }

    private void Advance()
    {
        var (resource, next) = _path[^1];
        if (next == graph.Dependents[resource].Length)
        {
            _progress[resource] = Progress.Done;
            _path.RemoveAt(_path.Count - 1);
            return;
        }

        _path[^1] = new Visit(resource, next + 1);
        var (dependent, at) = graph.Dependents[resource][next];
        if (_progress[dependent] == Progress.OnPath)
        {
            Report(dependent, at);
        }
        else if (_progress[dependent] == Progress.NotVisited)
        {
            Enter(dependent);
        }
    }

    private void Report(int repeated, Position at)
    {
        if (faults.IsFull)
        {
            return;
        }

        const int most = 10;
        var start = _path.FindLastIndex(visit => visit.Resource == repeated);
        var names = _path.Skip(start).Select(visit => graph.Resources[visit.Resource].Id.Text).ToList();
        var shown = names.Count <= most ? names : [.. names.Take(most - 1), "...", names[^1]];
        faults.Add(at, $"resources depend on each other in a circle: {string.Join(" -> ", shown)} -> {names[0]}");
    }

    /// <summary>A resource on the path and the next of its dependents to look at.</summary>
    private readonly record struct Visit(int Resource, int Next);
}
