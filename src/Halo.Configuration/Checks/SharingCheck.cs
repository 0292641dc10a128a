using Halo.Configuration.Drafts;

namespace Halo.Configuration.Checks;

/// <summary>
/// Finds out which groups have which resource. Reports storage that several groups share, though it must never run on
/// two hosts, and warns of resources that no group has.
/// </summary>
internal sealed class SharingCheck
{
    /// <summary>Far beyond any cluster; it keeps the work bounded where many groups share many resources.</summary>
    private const int MostMembers = 1_000_000;

    private readonly Draft _draft;
    private readonly ResourceGraph _graph;
    private readonly FaultList _faults;
    private readonly List<string>[] _groupsOf;
    private readonly int[] _lastSeenIn;
    private int _members;

    public SharingCheck(Draft draft, ResourceGraph graph, FaultList faults)
    {
        _draft = draft;
        _graph = graph;
        _faults = faults;
        _groupsOf = [.. graph.Resources.Select(_ => new List<string>(1))];
        _lastSeenIn = new int[graph.Resources.Count];
    }

    public void Run(ImmutableArray<int?> roots)
    {
        for (var group = 0; group < roots.Length; group++)
        {
            if (roots[group] is { } root && !CountMembers(group, root))
            {
                _faults.Add(
                    _draft.Groups[group].Root.At, $"all groups together have more than {MostMembers} members; that is the most");
                return;
            }
        }

        for (var i = 0; i < _groupsOf.Length; i++)
        {
            Judge(_graph.Resources[i], _groupsOf[i]);
        }
    }

    private bool CountMembers(int group, int root)
    {
        var stamp = group + 1;
        var found = new Stack<int>();
        found.Push(root);
        _lastSeenIn[root] = stamp;
        while (found.TryPop(out var resource))
        {
            if (++_members > MostMembers)
            {
                return false;
            }

            _groupsOf[resource].Add(_draft.Groups[group].Root.Text);
            foreach (var (dependent, _) in _graph.Dependents[resource])
            {
                if (_lastSeenIn[dependent] != stamp)
                {
                    _lastSeenIn[dependent] = stamp;
                    found.Push(dependent);
                }
            }
        }

        return true;
    }

    private void Judge(DraftResource resource, List<string> groups)
    {
        if (groups.Count > 1 && resource.Kind is { MustBeExclusive: true } kind)
        {
            _faults.Add(
                resource.Id.At,
                $"{resource.Id.Text} ({kind}) belongs to several groups ({Shown.Names(groups)}) and could run on two hosts at "
                + "once; storage must belong to one group only");
        }
        else if (groups.Count == 0)
        {
            _faults.Warn(resource.Id.At, $"HALO will never run {resource.Id.Text}: it belongs to no group");
        }
    }
}
