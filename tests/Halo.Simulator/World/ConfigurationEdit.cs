using Halo.Engine.StateLog;

namespace Halo.Simulator.World;

/// <summary>What somebody changes in the configuration file while the manager is down (hazard H10).</summary>
internal static class ConfigurationEdit
{
    private const int Ways = 4;

    /// <summary>The file after one edit: way 0 a mount point, 1 a host removed from a group, 2 one added, 3 a group's name.</summary>
    public static Shape Of(SimulatedWorld world, Fault fault)
    {
        var shape = world.Shape;
        var resource = fault.Object % shape.Resources.Length;
        var group = fault.Object % shape.Groups.Length;
        return (fault.Way % Ways) switch
        {
            0 => MovedMountPoint(world, shape, resource),
            1 => WithoutHost(world, shape, group),
            2 => WithHost(shape, group, shape.Hosts[fault.Host % shape.Hosts.Length].Name),
            _ => Renamed(world, shape, group),
        };
    }

    private static Shape MovedMountPoint(SimulatedWorld world, Shape shape, int index)
    {
        var resource = shape.Resources[index];
        return resource.Name != resource.Device && !IsOnRecord(world, resource.Name) ? shape : shape with { Resources = shape.Resources.SetItem(index, resource with { Edition = resource.Edition + 1 }) };
    }

    /// <summary>The host on which the group runs is the one that matters; where it runs nowhere, the last.</summary>
    private static Shape WithoutHost(SimulatedWorld world, Shape shape, int index)
    {
        var group = shape.Groups[index];
        if (group.Hosts.Length < 2)
        {
            return shape;
        }

        var root = shape.Resources.First(resource => resource.Name == group.Root);
        var position = shape.Resources.IndexOf(root);
        var runsOn = world.Hosts.FirstOrDefault(host => host.Truths[position].Runs)?.Config.Id;
        var gone = runsOn is not null && group.Hosts.Contains(runsOn) ? runsOn : group.Hosts[^1];
        return shape with { Groups = shape.Groups.SetItem(index, group with { Hosts = group.Hosts.Remove(gone) }) };
    }

    private static Shape WithHost(Shape shape, int index, string host)
    {
        var group = shape.Groups[index];
        return group.Hosts.Contains(host) ? shape : shape with { Groups = shape.Groups.SetItem(index, group with { Hosts = group.Hosts.Add(host) }) };
    }

    /// <summary>
    /// Whether a manager has written the resource down as it is now. Of what gets another name and another mount point between two entries of
    /// the state log nobody can tell what it was.
    /// </summary>
    private static bool IsOnRecord(SimulatedWorld world, string name)
    {
        var place = world.Config.Groups.First(place => Now(place).Any());
        var now = Now(place).First();
        return world.Manager.Log.Durable.Any(happened => happened.Kind is EventKind.Group or EventKind.Held
            && RecordedDefinition.Parse(happened[EventField.Hosts], happened[EventField.Resources])!.Resources.Contains(now));

        IEnumerable<RecordedResource> Now(GroupRef group) =>
            RecordedDefinition.Of(world.Config.Domains[group.Domain], world.Config[group]).Resources.Where(resource => resource.Name == name);
    }

    private static Shape Renamed(SimulatedWorld world, Shape shape, int index)
    {
        var (old, name) = (shape.Groups[index].Root, $"{shape.Groups[index].Root}x");
        return shape.Resources.Any(resource => resource.Name == old && resource.Edition > 0) && !IsOnRecord(world, old) ? shape : shape with
        {
            Resources =
            [
                .. shape.Resources.Select(resource => resource with
                {
                    Name = resource.Name == old ? name : resource.Name,
                    Parents = [.. resource.Parents.Select(parent => parent == old ? name : parent)],
                }),
            ],
            Groups = shape.Groups.SetItem(index, shape.Groups[index] with { Root = name }),
        };
    }
}
