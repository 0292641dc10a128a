using System.Diagnostics;
using Halo.Agents.Fencing;

namespace Halo.Agents.Tests.Fencing;

public sealed class PasswordFileTests : IDisposable
{
    private readonly FakeAgents _fake = new();

    public void Dispose() => _fake.Dispose();

    [Theory]
    [InlineData("swordfish", "swordfish")]
    [InlineData("swordfish\n", "swordfish")]
    [InlineData("sword=fish \r\n", "sword=fish ")]
    [InlineData("schlüssel\n\n", "schlüssel")]
    public async Task Is_read_and_passed_as_the_password(string content, string password)
    {
        var path = _fake.WriteFile("secret", content);

        var lines = await _fake.LinesReadAsync(FakeAgents.Call("test", FenceVerb.Off, ("password_file", path), ("ip", "a")));

        Assert.Equal(["ip=a", "delay=0", "power_wait=0", $"password={password}", "action=off"], lines);
    }

    [Fact]
    public async Task May_be_written_with_a_hyphen()
    {
        var path = _fake.WriteFile("secret", "swordfish");

        var lines = await _fake.LinesReadAsync(FakeAgents.Call("test", FenceVerb.Off, ("password-file", path)));

        Assert.Equal(["delay=0", "power_wait=0", "password=swordfish", "action=off"], lines);
    }

    [Fact]
    public async Task Wins_over_a_password_in_the_file()
    {
        var path = _fake.WriteFile("secret", "swordfish");

        var lines = await _fake.LinesReadAsync(
            FakeAgents.Call("test", FenceVerb.Off, ("password_file", path), ("passwd", "old")));

        Assert.Equal(["passwd=old", "delay=0", "power_wait=0", "password=swordfish", "action=off"], lines);
    }

    [Fact]
    public async Task Is_read_anew_for_every_call()
    {
        var path = _fake.WriteFile("secret", "old");
        var call = FakeAgents.Call("test", FenceVerb.Status, ("password_file", path));
        _ = await _fake.LinesReadAsync(call);
        _ = _fake.WriteFile("secret", "new");

        Assert.Contains("password=new", await _fake.LinesReadAsync(call));
    }

    [Fact]
    public Task Other_parameters_that_name_files_are_left_to_the_agent() => IsLeftAloneAsync("identity_file", "/root/.ssh/id");

    [Fact]
    public Task A_script_that_tells_the_password_is_left_to_the_agent() => IsLeftAloneAsync("password_script", "/etc/halo/tell");

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("\n", "it is empty")]
    [InlineData("one\ntwo\n", "it has several lines or a control character; it must hold the password and nothing else")]
    [InlineData("one\0two", "it has several lines or a control character; it must hold the password and nothing else")]
    public async Task That_holds_no_password_is_told(string content, string why) =>
        await IsToldAsync(_fake.WriteFile("secret", content), why);

    [Fact]
    public Task That_is_too_large_is_told() => IsToldAsync(
        _fake.WriteFile("secret", new string('x', 4097)),
        "it is larger than 4096 bytes; it must hold the password and nothing else");

    [Fact]
    public Task That_has_no_end_is_told() =>
        IsToldAsync("/dev/zero", "it is larger than 4096 bytes; it must hold the password and nothing else");

    [Fact]
    public async Task That_is_not_UTF_8_is_told()
    {
        var path = Path.Combine(_fake.Folder, "secret");
        await File.WriteAllBytesAsync(path, [0xe4, 0xf6]);

        await IsToldAsync(path, "it is not UTF-8 text");
    }

    [Fact]
    public Task That_is_not_there_is_told() => IsToldAsync($"{_fake.Folder}/none", "it does not exist");

    [Fact]
    public Task That_is_a_directory_is_told() => IsToldAsync(_fake.Folder, "it is a directory");

    [Theory]
    [InlineData("secret")]
    [InlineData("")]
    public Task That_has_no_absolute_path_is_told(string path) => IsToldAsync(path, "it is not an absolute path");

    [Fact]
    public async Task That_nobody_writes_to_holds_nothing_up_and_takes_one_thread()
    {
        var path = Path.Combine(_fake.Folder, "pipe");
        using (var mkfifo = Process.Start("mkfifo", path))
        {
            await mkfifo.WaitForExitAsync();
        }

        var told = "it was not read within 5 s; is it a file, and does its disk answer?";
        var before = Process.GetCurrentProcess().Threads.Count;
        Task[] calls = [.. Enumerable.Range(0, 50).Select(_ => IsToldAsync(path, told))];
        await Task.WhenAll(calls);

        Assert.InRange(Process.GetCurrentProcess().Threads.Count, 0, before + 20);
        await File.WriteAllTextAsync(path, "lets the reader go");
    }

    private async Task IsLeftAloneAsync(string name, string value)
    {
        var lines = await _fake.LinesReadAsync(FakeAgents.Call("test", FenceVerb.Off, (name, value)));

        Assert.Equal([$"{name}={value}", "delay=0", "power_wait=0", "action=off"], lines);
    }

    private async Task IsToldAsync(string path, string why)
    {
        _ = _fake.Install("test", "exit 0");

        var answer = await _fake.Agents.CallAsync(FakeAgents.Call("test", FenceVerb.Off, ("password_file", path)), default);

        Assert.Equal(new FenceAnswer(FenceAnswerKind.Failed, $"cannot read the password_file {path}: {why}"), answer);
        Assert.False(_fake.WasCalled);
    }
}
