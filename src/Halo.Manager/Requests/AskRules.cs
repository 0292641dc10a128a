using Halo.Engine.Inputs;
using Halo.Protocol;
using Halo.Protocol.Cli;

namespace Halo.Manager.Requests;

/// <summary>What a request must be like before anybody looks at the cluster for it.</summary>
internal static class AskRules
{
    /// <summary>What is wrong with the request, or null.</summary>
    public static ProtocolError? Fault(AskRequest asked)
    {
        var fault = VerbTable.Find(asked.Verb) is not { } verb ? $"there is no such verb; the verbs are {VerbTable.Names}"
            : asked.Objects.Length > ManagerRoutes.MaximumObjects ? $"{asked.Objects.Length} objects are more than {ManagerRoutes.MaximumObjects}; ask for fewer at once"
            : asked.Objects.Contains(null) ? "null is not an object's name"
            : asked.Objects.Length == 0 && verb.Verb != AdministratorVerb.PowerStatus ? "no object is named; nothing was done"
            : asked.Force && verb.Verb != AdministratorVerb.Fence ? $"force goes with {RequestVerbs.Fence} only"
            : Asker.Fault(asked.Reason, asked.SudoUser);
        return fault is null ? null : new ProtocolError { Code = ErrorCodes.BadRequest, Message = fault };
    }

    /// <summary>What is wrong with the request, or null.</summary>
    public static ProtocolError? Fault(ClearRequest asked) => Asker.Fault(asked.Reason, asked.SudoUser) is { } fault
        ? new ProtocolError { Code = ErrorCodes.BadRequest, Message = fault }
        : null;
}
