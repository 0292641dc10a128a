using System.Net.Sockets;
using Halo.Engine.Inputs;
using Halo.Manager.Remotes;

namespace Halo.Manager.Tests;

public sealed class PathFailureTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(SocketError.ConnectionRefused, PathAnswer.Refused)]
    [InlineData(SocketError.ConnectionReset, PathAnswer.Refused)]
    [InlineData(SocketError.HostUnreachable, PathAnswer.Silent)]
    [InlineData(SocketError.TimedOut, PathAnswer.Silent)]
    [InlineData(SocketError.NetworkUnreachable, PathAnswer.LocalTrouble)]
    [InlineData(SocketError.TooManyOpenSockets, PathAnswer.LocalTrouble)]
    [InlineData(SocketError.AddressNotAvailable, PathAnswer.LocalTrouble)]
    public void Classifies_a_socket_error(SocketError error, PathAnswer expected)
    {
        var failure = PathFailure.Of(new HttpRequestException("", new SocketException((int)error)), connected: false, Deadline);

        Assert.Equal(expected, failure.Answer);
    }

    [Fact]
    public void Takes_a_connection_that_is_not_made_in_time_for_silence() =>
        Assert.Equal(PathAnswer.Silent, PathFailure.Of(new OperationCanceledException(), connected: false, Deadline).Answer);

    [Fact]
    public void Takes_an_answer_that_does_not_come_in_time_for_muteness() =>
        Assert.Equal(PathAnswer.Mute, PathFailure.Of(new OperationCanceledException(), connected: true, Deadline).Answer);

    [Fact]
    public void Takes_a_closed_connection_for_a_remote_that_is_gone()
    {
        var failure = PathFailure.Of(new HttpRequestException(HttpRequestError.ResponseEnded), connected: true, Deadline);

        Assert.Equal(PathAnswer.Refused, failure.Answer);
    }

    [Fact]
    public void Never_takes_something_else_that_listens_for_silence()
    {
        var failure = PathFailure.Of(new HttpRequestException(HttpRequestError.HttpProtocolError), connected: true, Deadline);

        Assert.Equal(PathAnswer.LocalTrouble, failure.Answer);
    }
}
