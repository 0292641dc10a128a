namespace Halo.EndToEnd.Tests.Harness;

/// <summary>An ext4 file system on a loop device.</summary>
internal sealed class LoopDevice : IAsyncDisposable
{
    private const long Bytes = 16 * 1024 * 1024;

    private LoopDevice(string path) => Path = path;

    /// <summary>The device, such as <c>/dev/loop3</c>.</summary>
    public string Path { get; }

    /// <summary>Makes the file system in a folder.</summary>
    public static async Task<LoopDevice> MakeAsync(string folder)
    {
        var image = System.IO.Path.Combine(folder, "disk.img");
        await using (var file = File.Create(image))
        {
            file.SetLength(Bytes);
        }

        await RunAsync("mkfs.ext4", "-q", image);
        return new LoopDevice((await RunAsync("losetup", "--find", "--show", image)).Trim());
    }

    /// <summary>Gives the device back; it must not be mounted any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await RunAsync("losetup", "--detach", Path);
        await Eventually.BecomesTrueAsync($"{Path} is free", async () =>
            (await RunAsync("losetup", "--list", "--noheadings", "--output", "NAME")).Split('\n').All(line => !string.Equals(line.Trim(), Path, StringComparison.Ordinal)));
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var ended = await FinishedProgram.RunAsync(program, arguments);
        Assert.True(ended.Status == 0, $"{program} {string.Join(' ', arguments)}: {ended.Error}");
        return ended.Output;
    }
}
