namespace Halo.Nodesets.Tests;

/// <summary>What a text becomes, for tests that are about nothing else.</summary>
internal static class Parsed
{
    public static Nodeset Of(params string[] arguments)
    {
        Assert.True(Nodeset.TryParse(arguments, out var nodeset, out var error), error);
        return nodeset;
    }

    public static string Names(params string[] arguments) => string.Join(' ', Of(arguments).Names);

    public static string Error(params string[] arguments)
    {
        Assert.False(Nodeset.TryParse(arguments, out var nodeset, out var error), $"was read as {nodeset}");
        return error;
    }
}
