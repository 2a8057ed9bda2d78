using FineFlow.Torch.Layers;
using FineFlow.Torch.Models.DeepLgr;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Models.DeepLgr;

public class GlobalPyramidTests
{
    [Theory]
    [InlineData(3, 2)]
    [InlineData(2, 2)]
    public void A_channel_of_the_sub_pixel_convolution_is_one_place_in_every_window(int rows, int columns)
    {
        using var scope = NewDisposeScope();
        using var spread = new GlobalPyramid.Spread(2, rows, columns);
        var conv = spread.modules().OfType<Conv2dSame>().Single();
        var input = rand(1, 2, 4, 5);
        var shuffled = spread.call(input);

        var channels = conv.call(input);

        Assert.Equal([1, 2, 4 * rows, 5 * columns], shuffled.shape);
        for (var c = 0; c < 2; c++)
        {
            for (var i = 0; i < rows; i++)
            {
                for (var j = 0; j < columns; j++)
                {
                    var place = shuffled[0, c, TensorIndex.Slice(i, null, rows), TensorIndex.Slice(j, null, columns)];
                    Assert.True(place.allclose(channels[0, c * rows * columns + i * columns + j]));
                }
            }
        }
    }

    [Fact]
    public void A_training_batch_of_one_sample_leaves_the_statistics_of_the_single_window_alone()
    {
        using var scope = NewDisposeScope();
        using var pyramid = new GlobalPyramid(16, 8, 8, [1, 2]);
        var variances = pyramid.modules().OfType<BatchNorm2d>().Select(norm => norm.running_var!).ToList();

        var output = pyramid.call(rand(1, 16, 8, 8));

        Assert.True(output.isfinite().all().item<bool>());
        Assert.True((variances[0] == 1).all().item<bool>());
        Assert.True((variances[1] < 1).all().item<bool>());
    }
}
