using FineFlow.Torch.Losses;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Losses;

public class DualFocalTests
{
    private static readonly double[] Prediction = [3, 0, 5, 100.5];
    private static readonly double[] Truth = [1, 4, 5, 101];

    /// <summary>Worked out from eq. 12, 16 and 17: l = |p-y| + lambda |ln(1+p) - ln(1+y)|, mean of tanh(beta l)^gamma l.</summary>
    [Theory]
    [InlineData(10, 0.2, 1, 7.146249809065991)]
    [InlineData(10, 0.2, 0, 7.393747769491187)]
    [InlineData(10, 0.2, 0.5, 7.238396272763098)]
    [InlineData(10, 0.2, 2, 7.0143112036578925)]
    [InlineData(0, 0.2, 1, 0.8664697507235811)]
    [InlineData(1, 0.05, 2, 0.11692108773222992)]
    public void Its_values_are_the_formulas(double lambda, double beta, double gamma, double expected)
    {
        using var scope = NewDisposeScope();
        var loss = new DualFocal { Lambda = lambda, Beta = beta, Gamma = gamma };

        Assert.Equal(expected, loss.Compare(tensor(Prediction), tensor(Truth)).item<double>(), tolerance: 1e-12);
        Assert.Equal(expected, (loss with { Detach = true }).Compare(tensor(Prediction), tensor(Truth)).item<double>(), tolerance: 1e-12);
    }

    [Theory]
    [InlineData(10, 0.2, 1)]
    [InlineData(10, 0.2, 0)]
    [InlineData(10, 0.2, 0.5)]
    [InlineData(10, 0.2, 2)]
    [InlineData(0, 0.2, 1)]
    public void Its_gradient_is_the_slope(double lambda, double beta, double gamma)
    {
        double[] prediction = [3, 0.5, 7, 100.5, -0.5, -4];
        double[] truth = [1, 4, 6.5, 101, 2, 0];
        var loss = new DualFocal { Lambda = lambda, Beta = beta, Gamma = gamma };

        Assert.Equal(Slope.Numeric(loss, prediction, truth), Slope.Of(loss, prediction, truth), new Nearly(1e-6));
    }

    [Fact]
    public void Detached_the_focus_is_a_constant_weight_of_the_gradient()
    {
        var (beta, lambda) = (0.2, 10.0);
        var gradient = Slope.Of(new DualFocal { Detach = true }, [3], [1])[0];

        var l = 2 + lambda * (Math.Log(4) - Math.Log(2));
        Assert.Equal(Math.Tanh(beta * l) * (1 + lambda / 4), gradient, tolerance: 1e-12);
        Assert.NotEqual(Slope.Of(new DualFocal(), [3], [1])[0], gradient, tolerance: 1e-3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_perfect_prediction_costs_nothing_and_pulls_nowhere(double gamma)
    {
        var loss = new DualFocal { Gamma = gamma };
        double[] truth = [0, 1, 5000];

        using var scope = NewDisposeScope();
        Assert.Equal(0, loss.Compare(tensor(truth), tensor(truth)).item<double>());
        Assert.Equal([0, 0, 0], Slope.Of(loss, truth, truth));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2)]
    public void Extreme_and_negative_predictions_stay_finite_in_float32(double gamma)
    {
        using var scope = NewDisposeScope();
        var prediction = tensor(new float[] { -1, -2, -1e30f, 1e30f, -1e-40f, 1e-40f, 0 }, requires_grad: true);

        var loss = new DualFocal { Gamma = gamma }.Compare(prediction, tensor(new float[] { 0, 1, 0, 1e30f, 0, 0, 1e30f }));
        loss.backward();

        Assert.True(float.IsFinite(loss.item<float>()));
        Assert.All(prediction.grad!.data<float>().ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Below_zero_the_logarithm_goes_on_oddly()
    {
        using var scope = NewDisposeScope();
        var loss = new DualFocal { Gamma = 0 };

        var below = loss.Compare(tensor(new double[] { -2 }), tensor(new double[] { 0 })).item<double>();
        Assert.Equal(2 + 10 * Math.Log(3), below, tolerance: 1e-12);
    }

    [Fact]
    public void A_prediction_that_is_no_number_is_not_hidden()
    {
        using var scope = NewDisposeScope();

        Assert.True(double.IsNaN(new DualFocal().Compare(tensor(new[] { 1, double.NaN }), tensor(new double[] { 1, 1 })).item<double>()));
    }
}
