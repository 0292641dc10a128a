using Halo.Configuration.Drafts;

namespace Halo.Configuration.Checks;

/// <summary>
/// The resources of a draft and which depends on which, by position. Building it reports resources that are defined
/// twice and dependents that are not defined.
/// </summary>
internal sealed class ResourceGraph
{
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);
    private readonly FaultList _faults;

    public ResourceGraph(IReadOnlyList<DraftResource> resources, FaultList faults)
    {
        Resources = resources;
        _faults = faults;
        for (var i = 0; i < resources.Count; i++)
        {
            var id = resources[i].Id;
            if (!_byName.TryAdd(id.Text, i))
            {
                var first = resources[_byName[id.Text]].Id.At.Line;
                faults.Add(id.At, $"the resource {Shown.Text(id.Text)} is defined twice (first in line {first})");
            }
        }

        Dependents = [.. resources.Select(Edges)];
    }

    public IReadOnlyList<DraftResource> Resources { get; }

    /// <summary>For each resource its dependents, and where the file says so.</summary>
    public ImmutableArray<ImmutableArray<(int Resource, Position At)>> Dependents { get; }

    /// <summary>Finds a resource; reports a name that is none.</summary>
    public int? Find(Located name)
    {
        if (_byName.TryGetValue(name.Text, out var resource))
        {
            return resource;
        }

        _faults.Add(name.At, $"the resource {Shown.Text(name.Text)} is not defined{_faults.Suggest(name.Text, _byName.Keys)}");
        return null;
    }

    private ImmutableArray<(int Resource, Position At)> Edges(DraftResource resource)
    {
        var edges = ImmutableArray.CreateBuilder<(int, Position)>(resource.Dependents.Count);
        var seen = new HashSet<int>();
        foreach (var name in resource.Dependents)
        {
            if (Find(name) is not { } dependent)
            {
                continue;
            }

            if (seen.Add(dependent))
            {
                edges.Add((dependent, name.At));
            }
            else
            {
                _faults.Add(name.At, $"{name.Text} stands twice among the dependents of {resource.Id.Text}");
            }
        }

        return edges.ToImmutable();
    }
}
