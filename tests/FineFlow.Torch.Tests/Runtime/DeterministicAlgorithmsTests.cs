using System.Runtime.InteropServices;
using FineFlow.Core;
using FineFlow.Torch.Runtime;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Runtime;

/// <summary>The mode is the process's: no other test runs beside these.</summary>
[Collection(nameof(WholeProcess))]
public sealed class DeterministicAlgorithmsTests
{
    [Fact]
    public void The_mode_lasts_until_it_is_disposed_of()
    {
        Assert.SkipUnless(LibtorchContext.IsReached, "reached on Linux alone");
        Assert.False(LibtorchContext.Deterministic);
        using (DeterministicAlgorithms.Use())
        {
            Assert.True(LibtorchContext.Deterministic);
            Assert.True(LibtorchContext.CudnnDeterministic);
            Assert.Equal(":4096:8", NativeEnvironment.Get("CUBLAS_WORKSPACE_CONFIG"));
        }

        Assert.False(LibtorchContext.Deterministic);
        Assert.False(LibtorchContext.CudnnDeterministic);
    }

    [Fact]
    public void An_operator_without_a_repeatable_form_is_refused()
    {
        Assert.SkipUnless(LibtorchContext.IsReached, "reached on Linux alone");
        using var scope = NewDisposeScope();
        using var mode = DeterministicAlgorithms.Use();

        var (map, places) = nn.functional.max_pool2d_with_indices(rand(1, 1, 4, 4), [2, 2]);

        // Which of two values stays at one place would be a matter of order.
        var refusal = Assert.Throws<ExternalException>(() => nn.functional.max_unpool2d(map, places, [4, 4]));

        Assert.True(DeterministicAlgorithms.Refuses(refusal), refusal.Message);

        // Of a run that is to repeat, it is told in one line; of another it is not expected.
        int Unpool() => (int)nn.functional.max_unpool2d(map, places, [4, 4]).numel();
        var told = Assert.Throws<BadInputException>(() => DeterministicAlgorithms.Run(isWanted: true, "cpu", "plgf", Unpool));
        Assert.Matches("^setting 'deterministic': does not fit plgf: .*max_unpool.*$", told.Message);
        Assert.Throws<ExternalException>(() => DeterministicAlgorithms.Run(isWanted: false, "cpu", "plgf", Unpool));
    }
}
