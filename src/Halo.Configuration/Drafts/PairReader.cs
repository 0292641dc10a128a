using Halo.Configuration.Yaml;

namespace Halo.Configuration.Drafts;

/// <summary>
/// Reads <c>failover_pairs</c> of shape A: lists of two hosts. A host stands in one pair at most; who wants more
/// failover hosts than one writes shape B, which has an order of preference.
/// </summary>
internal sealed class PairReader(ValueReader values)
{
    private readonly Dictionary<string, Located> _partners = new(StringComparer.Ordinal);

    /// <summary>For each host of a pair, the other one. Pairs with a fault are left out.</summary>
    public Dictionary<string, Located> Read(YamlValue? value, List<DraftHost> hosts)
    {
        var known = hosts.Select(host => host.Id.Text).ToHashSet(StringComparer.Ordinal);
        foreach (var item in values.List(value, "failover_pairs"))
        {
            ReadPair(item, known);
        }

        return _partners;
    }

    private void ReadPair(YamlValue item, HashSet<string> known)
    {
        if (item is not YamlSequence { Items.Count: 2 } pair)
        {
            values.Faults.Add(item.At, item is YamlSequence list
                ? $"a failover pair must be two hosts, not {list.Items.Count}"
                : $"a failover pair must be a list of two hosts, not {item.Sort}");
            return;
        }

        // Both are looked at before either is judged, so that both are reported.
        var first = DefinedHost(pair.Items[0], known);
        var second = DefinedHost(pair.Items[1], known);
        if (first is not { } left || second is not { } right)
        {
            return;
        }

        if (string.Equals(left.Text, right.Text, StringComparison.Ordinal))
        {
            values.Faults.Add(right.At, $"{right.Text} cannot be its own failover host");
            return;
        }

        if (IsFree(left) & IsFree(right))
        {
            _partners.Add(left.Text, right);
            _partners.Add(right.Text, left);
        }
    }

    private Located? DefinedHost(YamlValue value, HashSet<string> known)
    {
        if (values.Text(value, "a host of a failover pair") is not { } host)
        {
            return null;
        }

        if (known.Contains(host.Text))
        {
            return host;
        }

        values.Faults.Add(host.At, $"the host {Shown.Text(host.Text)} is not defined{values.Faults.Suggest(host.Text, known)}");
        return null;
    }

    private bool IsFree(Located host)
    {
        if (!_partners.TryGetValue(host.Text, out var partner))
        {
            return true;
        }

        values.Faults.Add(
            host.At, $"{host.Text} is in a pair with {partner.Text} already; several failover hosts need resource_groups");
        return false;
    }
}
