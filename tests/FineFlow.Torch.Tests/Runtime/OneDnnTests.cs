using FineFlow.Torch.Runtime;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Runtime;

/// <summary>
/// libtorch's convolutions are right on this machine, whatever its processor reports of itself. In a virtual machine that hides the sizes
/// of its caches these cases were wrong by a tenth of the largest value and more, and on two threads not the same twice.
/// </summary>
public sealed class OneDnnTests : IDisposable
{
    private readonly int _threads = get_num_threads();

    public OneDnnTests() => OneDnn.Check();

    public static TheoryData<int, long[], long[]> Convolutions
    {
        get
        {
            // Maps [B, C, H, W] and filters [O, C, height, width]: one channel, few, and one more than fill a vector; PLGF's channel
            // attention, a spatial gate, a head and a density, a strip.
            (long[] Maps, long[] Filters)[] sizes =
            [
                ([20, 1, 1, 8], [1, 1, 1, 5]),
                ([20, 1, 1, 128], [1, 1, 1, 5]),
                ([20, 2, 8, 8], [1, 2, 7, 7]),
                ([20, 2, 8, 8], [2, 2, 3, 3]),
                ([20, 1, 40, 16], [16, 1, 3, 3]),
                ([20, 16, 40, 16], [1, 16, 3, 3]),
                ([20, 17, 8, 8], [16, 17, 3, 3]),
                ([4, 33, 1, 5], [65, 33, 1, 1]),
                ([20, 16, 8, 8], [16, 16, 3, 3]),
            ];
            return new(
                from threads in new[] { 1, 2 }
                from size in sizes
                select (threads, size.Maps, size.Filters));
        }
    }

    public void Dispose() => set_num_threads(_threads);

    [Theory]
    [MemberData(nameof(Convolutions))]
    public void A_convolution_and_its_gradients_are_those_in_64_bits(int threads, long[] maps, long[] filters)
    {
        set_num_threads(threads);

        Assert.All(Enumerable.Range(0, 20), _ => Assert.InRange(OneDnn.Error(maps, filters), 0, 1e-5));
    }

    [Fact]
    public void What_the_check_finds_is_what_the_report_says()
    {
        Assert.True(OneDnn.ConvolvesRightly());
        Assert.Equal(OneDnn.IsOn, MachineReport.Collect().Libtorch.OneDnn);
    }
}
