using FineFlow.Core;
using FineFlow.Experiments.Measurement;

namespace FineFlow.Experiments.Tests.Measurement;

public class CellErrorsTests
{
    [Fact]
    public void Errors_are_averaged_over_samples_and_channels_cell_by_cell()
    {
        var truth = new FlowMaps(new(2, 2, 1, 2), [1, 10, 2, 20, 3, 30, 4, 40]);
        var inferred = new FlowMaps(new(2, 2, 1, 2), [2, 10, 1, 28, 3, 30, 8, 40]);
        var errors = CellErrors.Of(truth, inferred);
        Assert.Equal([1, 2], errors.Mean);
        Assert.Equal([1.5f, 2], errors.Absolute);
    }
}
