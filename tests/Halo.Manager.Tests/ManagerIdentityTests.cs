using Halo.Manager.Startup;

namespace Halo.Manager.Tests;

public sealed class ManagerIdentityTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("halo-identity-");

    private string StateFile => Path.Combine(_folder.FullName, "sub", "halo.state");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Is_the_same_after_a_restart()
    {
        string first;
        using (var identity = ManagerIdentity.Take(StateFile)!)
        {
            first = identity.Id;
        }

        using var again = ManagerIdentity.Take(StateFile)!;

        Assert.Equal(32, first.Length);
        Assert.Equal(first, again.Id);
        Assert.Null(again.Trouble);
    }

    [Fact]
    public void Is_not_given_to_a_second_manager_while_the_first_runs()
    {
        using var first = ManagerIdentity.Take(StateFile);

        Assert.Null(ManagerIdentity.Take(StateFile));
    }

    [Fact]
    public void Is_made_anew_where_the_file_holds_something_else()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(StateFile)!);
        File.WriteAllText(ManagerIdentity.FileOf(StateFile), new string('?', 32));

        using var identity = ManagerIdentity.Take(StateFile)!;

        Assert.All(identity.Id, c => Assert.True(char.IsAsciiHexDigitLower(c)));
    }

    [Fact]
    public void Is_good_for_one_run_where_it_cannot_be_kept()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "file"), "");

        using var identity = ManagerIdentity.Take(Path.Combine(_folder.FullName, "file", "halo.state"))!;

        Assert.Equal(32, identity.Id.Length);
        Assert.NotNull(identity.Trouble);
    }
}
