namespace FineFlow.Torch.Runtime;

/// <summary>
/// Limits how long libgomp's idle threads spin before they sleep. The default of several milliseconds suits idle machines. On a busy
/// machine spinning threads take processor time from the thread that they wait for, and computations become several times slower. About a
/// tenth of a millisecond spans the pauses between operators and costs little. User-set values take precedence.
/// </summary>
internal static class OpenMpSpin
{
    private const string Rounds = "10000";

    /// <summary>The variables by which users set it themselves.</summary>
    private static readonly string[] Choices = ["GOMP_SPINCOUNT", "OMP_WAIT_POLICY"];

    /// <summary>Sets the limit. libgomp reads it when it is loaded together with libtorch.</summary>
    public static void Configure()
    {
        if (OperatingSystem.IsLinux() && Array.TrueForAll(Choices, name => NativeEnvironment.Get(name) is null))
        {
            NativeEnvironment.SetDefault(Choices[0], Rounds);
        }
    }
}
