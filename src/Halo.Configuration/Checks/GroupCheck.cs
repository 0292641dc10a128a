using Halo.Configuration.Drafts;

namespace Halo.Configuration.Checks;

/// <summary>Reports groups that are defined twice or whose root or hosts are not right.</summary>
internal sealed class GroupCheck
{
    private readonly Draft _draft;
    private readonly ResourceGraph _graph;
    private readonly FaultList _faults;
    private readonly HashSet<string> _hosts;

    public GroupCheck(Draft draft, ResourceGraph graph, FaultList faults)
    {
        _draft = draft;
        _graph = graph;
        _faults = faults;
        _hosts = draft.Hosts.Select(host => host.Id.Text).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Checks all groups and returns the roots of those that have one, by position of the group.</summary>
    public ImmutableArray<int?> Run()
    {
        var roots = ImmutableArray.CreateBuilder<int?>(_draft.Groups.Count);
        var firstWithRoot = new Dictionary<string, Position>(StringComparer.Ordinal);
        foreach (var group in _draft.Groups)
        {
            var root = _graph.Find(group.Root);
            var isNew = firstWithRoot.TryAdd(group.Root.Text, group.Root.At);
            if (!isNew && root is not null)
            {
                var line = firstWithRoot[group.Root.Text].Line;
                _faults.Add(group.Root.At, $"the group {Shown.Text(group.Root.Text)} is defined twice (first in line {line})");
            }

            roots.Add(isNew ? root : null);
            CheckHosts(group);
        }

        return roots.ToImmutable();
    }

    private void CheckHosts(DraftGroup group)
    {
        if (group.HomeHost is { } home)
        {
            CheckIsDefined(home);
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var host in group.FailoverHosts)
        {
            if (string.Equals(host.Text, group.HomeHost?.Text, StringComparison.Ordinal))
            {
                _faults.Add(host.At, $"{host.Text} is the home host of {group.Root.Text}; it cannot be its failover host too");
            }
            else if (!seen.Add(host.Text))
            {
                _faults.Add(host.At, $"{host.Text} stands twice among the failover hosts of {group.Root.Text}");
            }
            else
            {
                CheckIsDefined(host);
            }
        }
    }

    private void CheckIsDefined(Located host)
    {
        if (!_hosts.Contains(host.Text))
        {
            _faults.Add(host.At, $"the host {Shown.Text(host.Text)} is not defined{_faults.Suggest(host.Text, _hosts)}");
        }
    }
}
