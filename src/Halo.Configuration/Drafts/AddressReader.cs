using Halo.Configuration.Yaml;

namespace Halo.Configuration.Drafts;

/// <summary>Reads a list of addresses: host names, IPv4 and IPv6 addresses, none of them twice.</summary>
internal sealed class AddressReader(ValueReader values)
{
    public ImmutableArray<Located> Read(YamlValue? value, string what, string item, int most)
    {
        var addresses = values.Texts(value, what, item);
        if (addresses.Length > most)
        {
            values.Faults.Add(value!.At, $"{what} has {addresses.Length} addresses; the most is {most}");
            return [];
        }

        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var address in addresses)
        {
            if (Naming.AddressProblem(address.Text) is { } problem)
            {
                values.Faults.Add(address.At, $"the address {Shown.Text(address.Text)} {problem}");
            }
            else if (!known.Add(address.Text))
            {
                values.Faults.Add(address.At, $"the address {address.Text} stands twice in {what}");
            }
        }

        return addresses;
    }
}
