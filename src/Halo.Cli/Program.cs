using Halo.Cli;
using Halo.Cli.Terminals;

await using var output = StandardStream.Writer(StandardStream.Output);
await using var error = StandardStream.Writer(StandardStream.Error);
error.AutoFlush = true;
return await HaloCommandLine.RunAsync(args, new Surroundings
{
    Output = output,
    Error = error,
    Variable = Environment.GetEnvironmentVariable,
    Window = StandardOutput.Window,
    OutputIsAbandoned = StandardOutput.IsAbandoned,
});
