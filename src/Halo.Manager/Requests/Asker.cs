using Halo.CommandLine;
using Halo.Engine.Inputs;
using Halo.Protocol.Cli;

namespace Halo.Manager.Requests;

/// <summary>Who asks, as it is remembered and shown: the user at the other end of the socket, and who became it with sudo.</summary>
internal static class Asker
{
    /// <summary>
    /// <c>root</c>, or <c>alice (sudo root)</c>. Never what HALO calls itself: a user of that name would be taken for it, and what
    /// the user wants for HALO's own wish.
    /// </summary>
    /// <param name="user">The user by the socket's credentials.</param>
    /// <param name="sudoUser">What the CLI found in <c>SUDO_USER</c>; null where there is none.</param>
    public static string Name(string user, string? sudoUser)
    {
        if (!string.IsNullOrEmpty(sudoUser) && !string.Equals(sudoUser, user, StringComparison.Ordinal))
        {
            return $"{sudoUser} (sudo {user})";
        }

        return string.Equals(user, Mark.Halo, StringComparison.OrdinalIgnoreCase) ? $"user {user}" : user;
    }

    /// <summary>What is wrong with what an administrator says, in one sentence, or null: it goes into the state log and to terminals.</summary>
    public static string? Fault(string? reason, string? sudoUser)
    {
        if (reason?.Length > ManagerRoutes.MaximumReasonLength)
        {
            return $"the reason is longer than {ManagerRoutes.MaximumReasonLength} characters; say it shorter";
        }

        if (sudoUser?.Length > ManagerRoutes.MaximumUserLength)
        {
            return $"SUDO_USER is longer than {ManagerRoutes.MaximumUserLength} characters; unset it";
        }

        return !IsPrintable(reason ?? "") ? "the reason has control characters in it; leave them out"
            : !IsPrintable(sudoUser ?? "") ? "SUDO_USER has control characters in it; unset it"
            : null;
    }

    private static bool IsPrintable(string text) => string.Equals(Printable.Escape(text), text, StringComparison.Ordinal);
}
