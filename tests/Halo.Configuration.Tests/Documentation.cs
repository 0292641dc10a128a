namespace Halo.Configuration.Tests;

public class Documentation
{
    [Fact]
    public void Shows_files_that_HALO_takes()
    {
        var examples = File.ReadAllText(Sample.Example("configuration.md")).Split("```yaml\n")[1..];

        Assert.Equal(2, examples.Length);
        Assert.All(examples, example =>
        {
            var result = Sample.Parse(example[..example.IndexOf("```", StringComparison.Ordinal)]);
            Assert.Empty(result.Faults);
            Assert.Empty(result.Warnings);
        });
    }
}
