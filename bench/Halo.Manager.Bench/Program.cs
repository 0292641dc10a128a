using Halo.Manager.Bench;

// Usage: dotnet run -c Release --project bench/Halo.Manager.Bench -- FOLDER PATH/TO/halo_remote
// FOLDER lies on the disk to measure: what an append costs is what that disk's fsync costs.
if (args is not [string folder, string remote] || !Directory.Exists(folder) || !File.Exists(remote))
{
    await Console.Error.WriteLineAsync("Halo.Manager.Bench: give a folder on the disk to measure, and the path of a halo_remote");
    return 64;
}

await AppendBench.RunAsync(folder);
await HandshakeBench.RunAsync(Path.GetFullPath(remote));
return 0;
