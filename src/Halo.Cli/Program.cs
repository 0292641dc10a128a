using System.Text;
using Halo.Cli;
using Halo.Cli.CommandLine;
using Halo.Cli.Terminals;

// UTF-8 whatever the locale says: names and reasons come from JSON. The runtime's stream for standard output drops what
// is written after the reader has gone, so that `halo status | head -1` ends quietly.
await using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), bufferSize: 16 * 1024);
await using var error = new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(false)) { AutoFlush = true };
return await HaloCommandLine.RunAsync(args, new Surroundings
{
    Output = output,
    Error = error,
    Variable = Environment.GetEnvironmentVariable,
    Window = TerminalWindow.OfStandardOutput,
});
