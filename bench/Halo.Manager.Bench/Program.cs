using Halo.Manager.Bench;

// Usage: dotnet run -c Release --project bench/Halo.Manager.Bench -- FOLDER
// FOLDER lies on the disk to measure: what an append costs is what that disk's fsync costs.
if (args is not [string folder] || !Directory.Exists(folder))
{
    await Console.Error.WriteLineAsync("Halo.Manager.Bench: give a folder on the disk to measure");
    return 64;
}

await AppendBench.RunAsync(folder);
return 0;
