using Halo.Daemons;
using Halo.Engine.Inputs;
using Halo.Manager.Events;
using Halo.Manager.Fencing;
using Halo.Manager.Loop;
using Halo.Manager.StateLog;
using Halo.Manager.Status;
using Halo.Protocol;
using Halo.Protocol.Cli;

namespace Halo.Manager.Requests;

/// <summary>The routes of <see cref="ManagerRoutes"/>: checks what comes in, and has it answered.</summary>
internal sealed class ManagerApi(
    ObjectNames names, RequestDesk requests, EventDesk events, ISnapshots snapshots, AgentWatch agents, TimeProvider clock, ILogger log, CancellationToken stopping)
{
    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await RouteAsync(context, enough.Token);
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested)
        {
            // Nobody waits for the answer any more, or the manager ends; what was asked for goes on.
        }
        catch (Exception bug) when (bug is not (OperationCanceledException or IOException or BadHttpRequestException))
        {
            Log.RequestFailed(log, context.Request.Method, context.Request.Path.Value ?? "", bug);
            await RefuseAsync(context, ErrorCodes.Internal, "halo_manager failed inside; see \"journalctl -u halo\"");
        }
    }

    private Task RouteAsync(HttpContext context, CancellationToken enough)
    {
        var path = context.Request.Path.Value ?? "";
        return (context.Request.Method, path) switch
        {
            ("GET", ManagerRoutes.Status) =>
                JsonBody.WriteAsync(context, StatusReport.Of(snapshots.Snapshot with { MissingAgents = agents.Missing }), HaloJson.Default.StatusAnswer),
            ("POST", ManagerRoutes.Requests) => AskAsync(context, enough),
            ("GET", ManagerRoutes.Requests) => LookAsync(context, enough),
            ("GET", ManagerRoutes.Events) => ShowEventsAsync(context, enough),
            ("POST", ManagerRoutes.ClearEvents) => ClearEventsAsync(context, enough),
            _ => RefuseAsync(
                context,
                ErrorCodes.NotFound,
                $"there is no {context.Request.Method} {path[..Math.Min(path.Length, 128)]} here; the routes are GET {ManagerRoutes.Status}, "
                + $"GET and POST {ManagerRoutes.Requests}, GET {ManagerRoutes.Events}, POST {ManagerRoutes.ClearEvents}"),
        };
    }

    private async Task AskAsync(HttpContext context, CancellationToken enough)
    {
        (var asked, var error) = await JsonBody.ReadAsync(context, HaloJson.Default.AskRequest);
        error ??= AskRules.Fault(asked!);
        if (error is not null)
        {
            await JsonBody.WriteAsync(context, error);
            return;
        }

        var verb = VerbTable.Find(asked!.Verb)!;
        (var objects, var unknown) = asked.Objects.Length == 0 ? (names.Hosts, null) : names.Find(verb.Objects, asked.Objects);
        if (objects is null)
        {
            await RefuseAsync(context, ErrorCodes.UnknownObject, unknown!);
            return;
        }

        (var answer, var tooLate) = await requests.AskAsync(
            verb, objects.Value, asked.Force, MarkOf(context, asked.SudoUser, asked.Reason), enough);
        await (answer is null
            ? RefuseAsync(context, ErrorCodes.Late, tooLate!)
            : JsonBody.WriteAsync(context, answer, HaloJson.Default.AskAnswer));
    }

    private async Task LookAsync(HttpContext context, CancellationToken enough)
    {
        var query = new QueryReader(context.Request.Query, "ids", "seen", "wait");
        var ids = (query.Text("ids") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        var wait = query.Number("wait", 0, (int)ManagerRoutes.MaximumWait.TotalSeconds) ?? 0;
        if (query.Fault is not null || ids.Length is 0 or > ManagerRoutes.MaximumIds)
        {
            await RefuseAsync(
                context, ErrorCodes.BadRequest, query.Fault ?? $"ids takes 1 to {ManagerRoutes.MaximumIds} ids, separated by commas");
            return;
        }

        var answer = await requests.LookAsync(ids, query.Text("seen"), TimeSpan.FromSeconds(wait), enough);
        await JsonBody.WriteAsync(context, answer, HaloJson.Default.AskAnswer);
    }

    private async Task ShowEventsAsync(HttpContext context, CancellationToken enough)
    {
        var query = new QueryReader(context.Request.Query, "after", "newest", "wait");
        var after = query.Number("after", 0, long.MaxValue);
        var newest = query.Number("newest", 0, ManagerRoutes.MaximumEvents) ?? ManagerRoutes.MaximumEvents;
        var wait = query.Number("wait", 0, (int)ManagerRoutes.MaximumWait.TotalSeconds) ?? 0;
        if (query.Fault is { } fault)
        {
            await RefuseAsync(context, ErrorCodes.BadRequest, fault);
            return;
        }

        var answer = await events.LookAsync(after, (int)newest, TimeSpan.FromSeconds(wait), enough);
        await JsonBody.WriteAsync(context, answer, HaloJson.Default.EventsAnswer);
    }

    private async Task ClearEventsAsync(HttpContext context, CancellationToken enough)
    {
        (var asked, var error) = await JsonBody.ReadAsync(context, HaloJson.Default.ClearRequest);
        error ??= AskRules.Fault(asked!);
        if (error is not null)
        {
            await JsonBody.WriteAsync(context, error);
            return;
        }

        var mark = MarkOf(context, asked!.SudoUser, asked.Reason);
        var answer = await events.ClearAsync(mark.By, mark.Why, enough);
        await (answer is null
            ? RefuseAsync(
                context, ErrorCodes.Late, "the manager has not cleared the events within 10 s; \"journalctl -u halo\" shows why it is late")
            : JsonBody.WriteAsync(context, answer, HaloJson.Default.EventsAnswer));
    }

    private Mark MarkOf(HttpContext context, string? sudoUser, string? reason) =>
        new(Asker.Name(SocketPeer.UserOf(context), sudoUser), LogTime.ForPeople(clock), reason ?? "");

    private static Task RefuseAsync(HttpContext context, string code, string message) =>
        JsonBody.WriteAsync(context, new ProtocolError { Code = code, Message = message });
}
