namespace FineFlow.Cli.Terminal;

/// <summary>What the program tells its caller.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int CheckFailed = 1;
    public const int BadInput = 2;

    /// <summary>A failure that nobody foresaw: EX_SOFTWARE of sysexits.h.</summary>
    public const int Bug = 70;

    /// <summary>Stopped by Ctrl-C or a polite kill, as shells have it: 128 + SIGINT.</summary>
    public const int Interrupted = 130;
}
