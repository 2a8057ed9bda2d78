using TorchSharp;

namespace FineFlow.Torch.Tests.Runtime;

public class LibtorchTests
{
    [Fact]
    public void Libtorch_loads_and_computes()
    {
        using var scope = torch.NewDisposeScope();

        Assert.Equal(3, torch.ones(3).sum().item<float>());
        Assert.Equal([4, 2, 6, 6], torch.nn.functional.conv2d(torch.ones(4, 1, 8, 8), torch.ones(2, 1, 3, 3)).shape);
    }
}
