using System.Diagnostics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FineFlow.Torch.Tests;

/// <summary>The kernels are written for AVX-512 and for AVX2; a process that is told to leave AVX-512 alone tests the other half.</summary>
public class OlderProcessorTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Tests_of_the_kernels_pass_without_AVX_512_too()
    {
        Assert.SkipUnless(Vector512.IsHardwareAccelerated && Fma.IsSupported, "this processor has no AVX-512 that could be turned off");
        string[] kernels = ["--filter-namespace", typeof(Ops.Kernels.KernelTests).Namespace!, typeof(Parity.GoldenCaseTests).Namespace!];
        string[] withoutFiles = SharedFiles.Folder is null ? ["--filter-not-trait", $"{SharedFiles.Trait}={SharedFiles.Needed}"] : [];
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(OlderProcessorTests).Assembly.Location, .. kernels, .. withoutFiles])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_EnableAVX512"] = "0";
        using var tests = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var said = await tests.StandardOutput.ReadToEndAsync(patience.Token);
            await tests.WaitForExitAsync(patience.Token);
            Assert.True(tests.ExitCode == 0 && said.Contains("skipped: 0", StringComparison.Ordinal), said);
        }
        finally
        {
            tests.Kill(entireProcessTree: true);
        }
    }
}
