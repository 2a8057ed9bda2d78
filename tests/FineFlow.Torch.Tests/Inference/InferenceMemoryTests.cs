using FineFlow.Core;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Runtime;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Inference;

public class InferenceMemoryTests
{
    [Fact]
    public void A_map_that_no_memory_holds_is_refused_before_the_work()
    {
        using var network = CatalogCases.Create("srresnet");
        var refusal = Assert.Throws<BadInputException>(() => InferenceMemory.Check(network, 1 << 20, 1 << 16, "X.npy"));

        Assert.Matches(
            @"^X\.npy: needs about [0-9.]+ GiB of memory to infer a map of 1048576 x 65536 cells with this srresnet at once, "
                + @"and [0-9.]+ [GM]iB are available",
            refusal.Message);
        Assert.Contains("infer it tile by tile", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_that_fits_passes()
    {
        using var network = CatalogCases.Create("espcn");
        InferenceMemory.Check(network, 128, 128, "X.npy");
        InferenceMemory.Check(network, 8, 8, "X.npy");
    }

    [Theory]
    [InlineData(false, "infer it tile by tile")]
    [InlineData(true, "tiles of fewer rows")]
    public void One_slot_of_more_fine_values_than_an_array_holds_is_refused(bool tiled, string advice)
    {
        using var network = CatalogCases.Create("espcn");
        var (rows, columns) = tiled ? (4, 1 << 26) : (1 << 14, 1 << 14);
        var refusal = Assert.Throws<BadInputException>(() => FineMaps.CheckAtOnce(new(new(0, 1, rows, columns)), rows, 4, "X.npy", advice));

        Assert.Contains("X.npy: makes 4294967296 fine values (16.0 GiB) of one slot at once", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(advice, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lack_of_memory_is_told_from_other_failures_of_libtorch()
    {
        var lack = Assert.ThrowsAny<Exception>(() => empty(1L << 50));
        var mistake = Assert.ThrowsAny<Exception>(() => ones(2) + ones(3));

        Assert.True(OutOfMemory.Is(lack), lack.Message);
        Assert.False(OutOfMemory.Is(mistake), mistake.Message);
    }

    [Fact]
    public void The_limit_of_addresses_is_read() => Assert.Equal(8_589_934_592, MemoryReport.ParseAddressLimit(
        "Max cpu time   unlimited  unlimited  seconds\n"
        + "Max address space         8589934592           unlimited            bytes     \n"));

    [Fact]
    public void Without_a_limit_of_addresses_there_is_none() =>
        Assert.Null(MemoryReport.ParseAddressLimit("Max address space         unlimited            unlimited            bytes     \n"));
}
