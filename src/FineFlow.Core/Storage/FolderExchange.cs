using System.Runtime.InteropServices;

namespace FineFlow.Core.Storage;

/// <summary>Lets two folders of one file system change places.</summary>
internal static class FolderExchange
{
    private const int CurrentFolder = -100, ExchangeBoth = 2; // AT_FDCWD, RENAME_EXCHANGE
    private const int NotPossible = 22, NotThere = 38, NotSupported = 95; // EINVAL, ENOSYS, ENOTSUP

    /// <summary>
    /// Changes the places of two folders: on Linux in one step (renameat2(2)), so that a process killed meanwhile leaves each name with one
    /// of them; elsewhere, and on file systems that cannot, by three renames, which are undone where one fails.
    /// </summary>
    /// <exception cref="IOException">They stay where they were.</exception>
    public static void Exchange(string first, string second)
    {
        if (!OperatingSystem.IsLinux() || !IsExchanged(first, second))
        {
            ExchangeByRenames(first, second);
        }
    }

    /// <summary>The same by three renames.</summary>
    internal static void ExchangeByRenames(string first, string second)
    {
        var between = $"{second}.{Guid.NewGuid():N}{AtomicFile.TemporaryEnding}";
        Directory.Move(second, between);
        try
        {
            Directory.Move(first, second);
        }
        catch
        {
            Directory.Move(between, second);
            throw;
        }

        Directory.Move(between, first);
    }

    /// <summary>Returns whether the kernel has done it; false where it or the file system cannot.</summary>
    private static bool IsExchanged(string first, string second)
    {
        try
        {
            if (RenameAt(CurrentFolder, first, CurrentFolder, second, ExchangeBoth) == 0)
            {
                return true;
            }
        }
        catch (EntryPointNotFoundException)
        {
            return false; // an older C library
        }

        return Marshal.GetLastPInvokeError() is NotPossible or NotThere or NotSupported
            ? false
            : throw new IOException($"'{first}' and '{second}' cannot change places: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [DllImport("libc", EntryPoint = "renameat2", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int RenameAt(
        int firstRoot,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string first,
        int secondRoot,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string second,
        uint flags);
}
