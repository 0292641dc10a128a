using System.Text;
using Halo.Engine.Configuration;

namespace Halo.Configuration;

/// <summary>
/// Draws a group as a tree of its resources, each with its kind, dependents below what they depend on. A resource that
/// depends on several stands below each of them, its own dependents only where it comes first.
/// </summary>
internal sealed class GroupTree
{
    private const int DeepestIndent = 20;

    private readonly FailoverDomain _domain;
    private readonly GroupConfig _group;
    private readonly List<int>[] _dependents;

    private GroupTree(FailoverDomain domain, GroupConfig group)
    {
        _domain = domain;
        _group = group;
        _dependents = DependentsOfMembers();
    }

    public static string Draw(FailoverDomain domain, GroupConfig group)
    {
        var tree = new GroupTree(domain, group);
        var lines = tree.Lines();
        var widest = lines.Max(line => line.Left.Length);
        var text = new StringBuilder();
        foreach (var (left, right) in lines)
        {
            text.Append($"{left.PadRight(widest)}  {right}\n");
        }

        return text.ToString();
    }

    private List<(string Left, string Right)> Lines()
    {
        var lines = new List<(string, string)>();
        var drawn = new bool[_group.Members.Length];
        var next = new Stack<(int Member, int Depth)>();
        next.Push((0, 0));
        while (next.TryPop(out var step))
        {
            var (member, depth) = step;
            var first = !drawn[member];
            drawn[member] = true;
            lines.Add((Left(member, depth), Right(member, first)));
            for (var d = _dependents[member].Count - 1; first && d >= 0; d--)
            {
                next.Push((_dependents[member][d], depth + 1));
            }
        }

        return lines;
    }

    private string Left(int member, int depth) =>
        new string(' ', 4 + (2 * Math.Min(depth, DeepestIndent))) + _domain.Resources[_group.Members[member]].Id;

    private string Right(int member, bool first)
    {
        var resource = _group.Members[member];
        var shared = _domain.IsExclusive(resource) ? string.Empty : ", shared";
        var again = first || _dependents[member].Count == 0 ? string.Empty : ", see above";
        return $"{_domain.Resources[resource].Kind}{shared}{again}";
    }

    /// <summary>For each member the members that depend on it directly, in the order in which they start.</summary>
    private List<int>[] DependentsOfMembers()
    {
        var memberOf = _group.Members.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        var dependents = _group.Members.Select(_ => new List<int>()).ToArray();
        for (var member = 0; member < _group.Members.Length; member++)
        {
            foreach (var parent in _group.Parents[member])
            {
                dependents[memberOf[parent]].Add(member);
            }
        }

        return dependents;
    }
}
