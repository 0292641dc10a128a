using Halo.Lab.Soaking;

namespace Halo.Lab.Tests;

/// <summary>What the soak draws from a seed.</summary>
public sealed class DrawingFaults
{
    private const int Rounds = 500;

    [Fact]
    public void The_same_seed_draws_the_same_faults()
    {
        Assert.Equal(Text(new SoakDraw(7)), Text(new SoakDraw(7)));
        Assert.NotEqual(Text(new SoakDraw(7)), Text(new SoakDraw(8)));
    }

    [Fact]
    public void All_that_can_be_done_is_drawn_sooner_or_later()
    {
        var draw = new SoakDraw(1);
        var random = new Random(1);
        var possible = FaultMenu.Of(draw.Plan).SelectMany(place => place.Choices).Select(choice => choice(random).Kind).ToHashSet(StringComparer.Ordinal);

        var drawn = Enumerable.Range(0, Rounds).SelectMany(_ => draw.Next().Faults).Select(fault => fault.Kind).ToHashSet(StringComparer.Ordinal);

        Assert.Superset(possible, drawn);
    }

    [Fact]
    public void Whatever_silences_the_manager_has_an_end()
    {
        var draw = new SoakDraw(1);

        Assert.All(
            Enumerable.Range(0, Rounds).SelectMany(_ => draw.Next().Faults).Where(fault => fault.SilencesManager),
            fault => Assert.NotEmpty(fault.Undo));
    }

    private static string Text(SoakDraw draw) => string.Join('\n', Enumerable.Range(0, 20).Select(_ => draw.Next()).Select(round =>
        $"{round.Number} {round.FailsBack} {string.Join(", ", round.Faults.Select(fault => $"{fault} {fault.At} {fault.Lasts}"))}"));
}
