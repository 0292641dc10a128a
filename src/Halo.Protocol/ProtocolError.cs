namespace Halo.Protocol;

/// <summary>Why a request was not carried out.</summary>
public sealed record ProtocolError
{
    /// <summary>One of <see cref="ErrorCodes"/>, for programs.</summary>
    public required string Code { get; init; }

    /// <summary>One sentence for people: what was wrong and what to do.</summary>
    public required string Message { get; init; }

    /// <summary>
    /// The highest session number that was ever opened on the remote; with every refusal that has to do with sessions.
    /// </summary>
    public long LastSession { get; init; }

    /// <summary>The other manager, with <see cref="ErrorCodes.OtherManager"/> and <see cref="ErrorCodes.OldSession"/>.</summary>
    public Remote.SessionOwner? Owner { get; init; }
}

/// <summary>The values of <see cref="ProtocolError.Code"/>.</summary>
public static class ErrorCodes
{
    /// <summary>400: the body is not the JSON that the route asks for, or a field's value is not allowed.</summary>
    public const string BadRequest = "bad_request";

    /// <summary>403: the remote serves nobody but a manager with a certificate that it accepts (<c>--mtls</c>).</summary>
    public const string PeerRefused = "peer_refused";

    /// <summary>404: no operation has this id here.</summary>
    public const string UnknownOperation = "unknown_operation";

    /// <summary>404: the configuration has no host, group or resource of that name.</summary>
    public const string UnknownObject = "unknown_object";

    /// <summary>404: there is no such route.</summary>
    public const string NotFound = "not_found";

    /// <summary>409: the request's session is not the open one.</summary>
    public const string OldSession = "old_session";

    /// <summary>409: another manager's session is open.</summary>
    public const string OtherManager = "other_manager";

    /// <summary>409: the instance or boot id is not this remote's.</summary>
    public const string OtherInstance = "other_instance";

    /// <summary>413: the body is too large.</summary>
    public const string TooLarge = "too_large";

    /// <summary>429: too many operations wait on this remote.</summary>
    public const string TooMany = "too_many";

    /// <summary>503: the manager's loop did not take it up in time; whether it will is not known.</summary>
    public const string Late = "late";

    /// <summary>500: a bug of ours.</summary>
    public const string Internal = "internal";
}
