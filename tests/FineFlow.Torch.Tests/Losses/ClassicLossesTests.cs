using FineFlow.Torch.Losses;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Losses;

public class ClassicLossesTests
{
    private static readonly double[] Prediction = [1, 0, 2, 0.5];
    private static readonly double[] Truth = [0, 2, 4, 0];

    [Fact]
    public void The_squared_error_is_the_mean_of_squares() =>
        Assert.Equal((1 + 4 + 4 + 0.25) / 4, Value(new SquaredError()), tolerance: 1e-15);

    [Fact]
    public void The_absolute_error_is_the_mean_of_distances() =>
        Assert.Equal((1 + 2 + 2 + 0.5) / 4, Value(new AbsoluteError()), tolerance: 1e-15);

    [Fact]
    public void The_smooth_error_is_a_parabola_below_beta_and_a_line_above()
    {
        Assert.Equal((0.5 + 1.5 + 1.5 + 0.125) / 4, Value(new SmoothAbsoluteError()), tolerance: 1e-15);
        Assert.Equal((0.25 + 1 + 1 + 0.0625) / 4, Value(new SmoothAbsoluteError { Beta = 2 }), tolerance: 1e-15);
        Assert.Equal((0.75 + 1.75 + 1.75 + 0.25) / 4, Value(new SmoothAbsoluteError { Beta = 0.5 }), tolerance: 1e-15);
    }

    public static TheoryData<string> Names => [.. LossCatalog.All.Where(loss => loss.Needs == OutputKind.Maps).Select(loss => loss.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_loss_is_zero_at_the_truth_and_slopes_as_its_values_do(string name)
    {
        var loss = LossCatalog.Create(name, []);

        using var scope = NewDisposeScope();
        Assert.Equal(0, loss.Compare(tensor(Truth), tensor(Truth)).item<double>());
        Assert.Equal(Slope.Numeric(loss, [1.1, 0.3, 2, 0.5], Truth), Slope.Of(loss, [1.1, 0.3, 2, 0.5], Truth), new Nearly(1e-6));
    }

    private static double Value(FlowLoss loss)
    {
        using var scope = NewDisposeScope();
        return loss.Compare(tensor(Prediction), tensor(Truth)).item<double>();
    }
}
