using Halo.Daemons;
using Halo.Protocol;
using Halo.Protocol.Remote;
using Halo.Remote.Operations;
using Halo.Remote.Sessions;
using Halo.Remote.Startup;

namespace Halo.Remote.Http;

/// <summary>The routes of <see cref="RemoteRoutes"/>.</summary>
/// <param name="identity">Who this remote is.</param>
/// <param name="sessions">The open session.</param>
/// <param name="desk">The operations.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log.</param>
/// <param name="stopping">Cancelled when the remote ends: no answer is held back any longer.</param>
internal sealed class RemoteApi(
    RemoteIdentity identity,
    SessionHolder sessions,
    OperationDesk desk,
    TimeProvider time,
    ILogger log,
    CancellationToken stopping)
{
    private const string OperationPrefix = RemoteRoutes.Operations + "/";

    /// <summary>Answers a request.</summary>
    internal async Task HandleAsync(HttpContext context)
    {
        try
        {
            await RouteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer any more; what was begun goes on.
        }
        catch (Exception bug) when (bug is not (OperationCanceledException or IOException or BadHttpRequestException))
        {
            Log.Bug(log, $"{context.Request.Method} {context.Request.Path} failed", bug);
            await RefuseAsync(context, Error(ErrorCodes.Internal, "halo_remote failed inside; see its log on this host"));
        }
    }

    private Task RouteAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        return (context.Request.Method, path) switch
        {
            ("GET", RemoteRoutes.Hello) => JsonBody.WriteAsync(context, Hello(), HaloJson.Default.HelloAnswer),
            ("POST", RemoteRoutes.Session) => OpenSessionAsync(context),
            ("POST", RemoteRoutes.Ping) => PingAsync(context),
            ("POST", RemoteRoutes.Operations) => SubmitAsync(context),
            ("GET", _) when path.StartsWith(OperationPrefix, StringComparison.Ordinal) =>
                AskAsync(context, path[OperationPrefix.Length..]),
            _ => RefuseAsync(context, Error(
                ErrorCodes.NotFound,
                $"there is no {context.Request.Method} {path[..Math.Min(path.Length, 128)]} here; the routes are GET " +
                $"{RemoteRoutes.Hello}, POST {RemoteRoutes.Session}, POST {RemoteRoutes.Ping}, POST {RemoteRoutes.Operations}, " +
                $"GET {RemoteRoutes.Operations}/ID")),
        };
    }

    private async Task OpenSessionAsync(HttpContext context)
    {
        (var request, var error) =
            await JsonBody.ReadAsync(context, HaloJson.Default.OpenSessionRequest);
        error ??= WhyElsewhere(request!.InstanceId, request.BootId) ?? WhyBad(request) ?? sessions.Open(request);
        if (error is not null)
        {
            await RefuseAsync(context, error);
            return;
        }

        Log.SessionOpened(log, request!.Session, request.ManagerName);
        await JsonBody.WriteAsync(context, Hello(), HaloJson.Default.HelloAnswer);
    }

    private async Task PingAsync(HttpContext context)
    {
        (var request, var error) = await JsonBody.ReadAsync(context, HaloJson.Default.PingRequest);
        if (error is not null)
        {
            await RefuseAsync(context, error);
            return;
        }

        var answer = new PingAnswer
        {
            InstanceId = identity.InstanceId,
            SessionOpen = request!.Session is not long session || sessions.Ping(session),
            Owner = sessions.Owner,
        };
        await JsonBody.WriteAsync(context, answer, HaloJson.Default.PingAnswer);
    }

    private async Task SubmitAsync(HttpContext context)
    {
        (var request, var error) =
            await JsonBody.ReadAsync(context, HaloJson.Default.OperationRequest);
        error ??= WhyElsewhere(request!.InstanceId, request.BootId);
        if (error is null && OperationRequestRules.WhyBad(request!) is string bad)
        {
            error = Error(ErrorCodes.BadRequest, bad);
        }

        Operation? operation = null;
        if (error is null)
        {
            (operation, error) = desk.Submit(request!);
        }

        await (operation is null ? RefuseAsync(context, error!) : AnswerAsync(context, operation));
    }

    private Task AskAsync(HttpContext context, string id) => desk.Find(id) is Operation operation
        ? AnswerAsync(context, operation)
        : RefuseAsync(context, Error(
            ErrorCodes.UnknownOperation,
            OperationRequestRules.IsId(id)
                ? $"no operation {id} came to this remote since it started"
                : "this is not an operation's id"));

    /// <summary>Answers when the operation has ended, or when the manager has waited long enough.</summary>
    private async Task AnswerAsync(HttpContext context, Operation operation)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var limit = Task.Delay(RemoteRoutes.MaximumWait, time, enough.Token);
        var ended = await Task.WhenAny(operation.End, limit) == operation.End;
        await enough.CancelAsync();
        var answer = ended ? await operation.End : Answers.Running(operation.Id);
        await JsonBody.WriteAsync(context, answer, HaloJson.Default.OperationAnswer);
    }

    private Task RefuseAsync(HttpContext context, ProtocolError error)
    {
        Log.Refused(log, context.Request.Method, context.Request.Path, error.Message);
        return JsonBody.WriteAsync(context, error);
    }

    private HelloAnswer Hello() => new()
    {
        Version = HaloVersion.Text,
        InstanceId = identity.InstanceId,
        BootId = identity.BootId,
        UptimeSeconds = time.GetElapsedTime(identity.StartedAt).TotalSeconds,
        LastSession = sessions.LastSession,
        Owner = sessions.Owner,
        InFlight = desk.InFlight(),
    };

    private ProtocolError? WhyElsewhere(string instanceId, string bootId)
    {
        var what = !string.Equals(bootId, identity.BootId, StringComparison.Ordinal) ? "boot of this host"
            : !string.Equals(instanceId, identity.InstanceId, StringComparison.Ordinal) ? "start of this remote"
            : null;
        return what is null ? null : Error(
            ErrorCodes.OtherInstance, $"the request was made for another {what}; ask {RemoteRoutes.Hello} again");
    }

    private static ProtocolError? WhyBad(OpenSessionRequest request) =>
        request.ManagerId.Length is 0 or > 128 || request.ManagerName.Length is 0 or > 256
            ? Error(ErrorCodes.BadRequest, "manager_id must be 1 to 128 characters and manager_name 1 to 256")
            : null;

    private static ProtocolError Error(string code, string message) => new() { Code = code, Message = message };
}
