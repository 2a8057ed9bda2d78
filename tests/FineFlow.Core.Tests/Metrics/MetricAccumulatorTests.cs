using System.Text.Json;
using CsCheck;
using FineFlow.Core.Metrics;
using FineFlow.Core.Sampling;

namespace FineFlow.Core.Tests.Metrics;

public class MetricAccumulatorTests
{
    [Fact]
    public void The_worked_example_holds()
    {
        var metrics = Measure(4, ([0, 2, 4, 0], [1, 3, 2, 0]));
        Assert.Equal(1.5, metrics[MetricCatalog.Mse]);
        Assert.Equal(Math.Sqrt(1.5), metrics[MetricCatalog.Rmse]);
        Assert.Equal(1, metrics[MetricCatalog.Mae]);
        Assert.Equal(0.5, metrics[MetricCatalog.Mape]);
        Assert.Equal(4.0 / 6, metrics[MetricCatalog.All.Single(metric => metric.Key == "wape")]);
    }

    [Fact]
    public void Metrics_are_plain_means_over_all_cells() =>
        Gen.Select(FlowGen.Value.Array[60], Gen.Float[-100, 1e6f].Array[60]).Sample((truth, prediction) =>
        {
            var metrics = Measure(12, (truth, prediction));
            var errors = truth.Zip(prediction, (y, p) => Math.Abs((double)y - p)).ToArray();
            var mse = errors.Average(error => error * error);
            Assert.Equal(5, metrics.Samples);
            AssertClose(mse, metrics[MetricCatalog.Mse]);
            AssertClose(Math.Sqrt(mse), metrics[MetricCatalog.Rmse]);
            AssertClose(errors.Average(), metrics[MetricCatalog.Mae]);
            AssertClose(errors.Zip(truth, (error, y) => error / (y == 0 ? 1 : y)).Average(), metrics[MetricCatalog.Mape]);
        });

    [Fact]
    public void Cuts_of_the_stream_do_not_show()
    {
        var (truth, prediction) = Noise(200_000);
        var whole = Measure(1000, (truth, prediction));
        Gen.Int[0, truth.Length].Array[0, 20].Sample(
            cuts =>
            {
                int[] edges = [0, .. cuts.Order(), truth.Length];
                var cut = Measure(1000, [.. edges.Zip(edges.Skip(1), (from, to) => (truth[from..to], prediction[from..to]))]);
                Assert.Equal(whole, cut);
            },
            iter: 20);
    }

    [Fact]
    public void A_long_stream_cell_by_cell_loses_nothing()
    {
        // 4 million times 0.1 squared: a plain float64 sum is off by more than 6e-12 here.
        var accumulator = new MetricAccumulator(1);
        for (var cell = 0; cell < 1 << 22; cell++)
        {
            accumulator.Add([0], [0.1f]);
        }

        AssertClose((double)0.1f * 0.1f, accumulator.Result()[MetricCatalog.Mse]);
    }

    [Fact]
    public void Json_uses_the_names_of_the_protocol() =>
        Assert.Equal(
            """{"samples":1,"mse":4,"rmse":2,"mae":2,"mape":0.5,"wape":0.5}""",
            JsonSerializer.Serialize(Measure(1, ([4], [2]))));

    [Fact]
    public void A_metric_that_is_not_defined_is_null_in_json_and_NaN_here()
    {
        var empty = Measure(1, ([0], [2]));
        var json = JsonSerializer.Serialize(empty);
        Assert.Equal("""{"samples":1,"mse":4,"rmse":2,"mae":2,"mape":2,"wape":null}""", json);
        Assert.Equal(empty, JsonSerializer.Deserialize<FlowMetrics>(json));
    }

    [Fact]
    public void Metrics_of_an_older_file_are_read_and_what_it_lacks_is_unknown()
    {
        var old = JsonSerializer.Deserialize<FlowMetrics>("""{"samples":3,"mse":4,"rmse":2,"mae":1.5,"mape":0.5}""")!;
        Assert.Equal((3, 1.5), (old.Samples, old[MetricCatalog.Mae]));
        Assert.Equal("mse 4, rmse 2, mae 1.5, mape 0.5", old.Text());
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<FlowMetrics>("""{"mse":4}"""));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<FlowMetrics>("""{"samples":3,"mse":"4"}"""));
    }

    [Fact]
    public void Unequal_lengths_are_refused() =>
        Assert.Throws<ArgumentException>(() => Measure(1, ([1, 2], [1])));

    [Fact]
    public void Nothing_and_half_a_sample_have_no_metrics()
    {
        Assert.Throws<InvalidOperationException>(() => Measure(4));
        Assert.Throws<InvalidOperationException>(() => Measure(4, ([1, 2], [1, 2])));
    }

    private static (float[] Truth, float[] Prediction) Noise(int cells)
    {
        var random = new RandomStream(1);
        float Draw() => random.NextInt(3) == 0 ? 0 : (float)Math.Exp(6 * random.NextGaussian());
        return ([.. Enumerable.Range(0, cells).Select(_ => Draw())], [.. Enumerable.Range(0, cells).Select(_ => Draw())]);
    }

    private static FlowMetrics Measure(int sampleLength, params (float[] Truth, float[] Prediction)[] pieces)
    {
        var accumulator = new MetricAccumulator(sampleLength);
        foreach (var (truth, prediction) in pieces)
        {
            accumulator.Add(truth, prediction);
        }

        return accumulator.Result();
    }

    private static void AssertClose(double expected, double actual) =>
        Assert.InRange(actual, expected * (1 - 1e-12), expected * (1 + 1e-12));
}
