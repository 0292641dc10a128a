using Halo.Remote.Bench;

// Usage: dotnet run -c release --project bench/Halo.Remote.Bench -- path/to/halo_remote
// Prints ratios of things measured in turn in one run, because absolute numbers of a shared machine mean little.
if (args is not [string program] || !File.Exists(program))
{
    await Console.Error.WriteLineAsync("Halo.Remote.Bench: give the path of the halo_remote to measure");
    return 64;
}

await SpawnBench.RunAsync();
await MonitorBench.RunAsync(Path.GetFullPath(program));
return 0;
