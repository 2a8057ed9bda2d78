using FineFlow.Torch.Benchmarking;

namespace FineFlow.Torch.Tests.Benchmarking;

public class QuantilesTests
{
    [Fact]
    public void Values_in_any_order_have_the_quantiles_of_their_order() =>
        Assert.Equal(new Quantiles(2, 6, 10), Quantiles.From([11, 3, 1, 9, 7, 5, 2, 10, 6, 8, 4]));

    [Fact]
    public void Between_two_values_it_interpolates()
    {
        var quantiles = Quantiles.From([30, 10]);

        Assert.Equal((12, 20, 28), (quantiles.P10, quantiles.Median, quantiles.P90));
    }

    [Fact]
    public void One_value_is_all_of_them() => Assert.Equal(new Quantiles(7, 7, 7), Quantiles.From([7]));

    [Fact]
    public void The_latest_of_a_few_rounds_shows_in_the_latency()
    {
        var latency = Latency.From([0.001, 0.001, 0.001, 0.101]);

        Assert.Equal(1, latency.P50Milliseconds, tolerance: 1e-9);
        Assert.Equal(98, latency.P99Milliseconds, tolerance: 1e-9);
    }
}
