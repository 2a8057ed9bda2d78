namespace FineFlow.Cli.Terminal;

/// <summary>What the program tells its caller.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int CheckFailed = 1;
    public const int BadInput = 2;

    /// <summary>Stopped by Ctrl-C, as shells have it: 128 + SIGINT.</summary>
    public const int Interrupted = 130;
}
