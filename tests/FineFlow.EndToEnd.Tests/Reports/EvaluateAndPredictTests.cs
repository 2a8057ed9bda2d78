using System.Text;
using System.Text.Json;
using FineFlow.Core.Formats;
using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Reports;

/// <summary>The numbers of <c>evaluate</c> and the files of <c>predict</c>, checked against each other and by plain arithmetic.</summary>
public sealed class EvaluateAndPredictTests(TrainedRun trained) : IDisposable
{
    private const int Fine = City.Coarse * City.Factor;
    private readonly TemporaryFolder _folder = new();

    private string Output => _folder.File("Y.npy");

    [Fact]
    public void Evaluate_reports_the_metrics_of_the_maps_that_predict_writes()
    {
        Predict();
        var report = Fineflow.RunWell("evaluate", trained.Run, "--data", trained.Data, "--json").Json();
        var (predicted, truth) = (NpyReader.ReadSingle(Output).Values, NpyReader.ReadSingle(trained.File("test", "Y.npy")).Values);
        var errors = truth.Zip(predicted, (y, p) => Math.Abs((double)y - p)).ToArray();
        var mse = errors.Average(error => error * error);

        Assert.Equal("plgf", report.GetProperty("model").GetString());
        Assert.Equal("common", report.GetProperty("recipe").GetString());
        Assert.Equal("test", report.GetProperty("split").GetString());
        Assert.Equal(8, report.GetProperty("samples").GetInt32());
        AssertNear(mse, report, "mse");
        AssertNear(Math.Sqrt(mse), report, "rmse");
        AssertNear(errors.Average(), report, "mae");
        AssertNear(errors.Zip(truth, (error, y) => error / (y == 0 ? 1 : y)).Average(), report, "mape");
        AssertNear(LargestResidual(predicted), report, "max_conservation_error");
    }

    [Fact]
    public void Evaluate_shows_what_costs_nothing_and_what_is_possible()
    {
        var report = Fineflow.RunWell("evaluate", trained.Run, "--data", trained.Data, "--json").Json();
        var (baselines, floor) = (report.GetProperty("baselines"), report.GetProperty("noise_floor_mse").GetDouble());
        var (mse, even) = (report.GetProperty("mse").GetDouble(), baselines.GetProperty("even_split").GetProperty("mse").GetDouble());

        Assert.InRange(floor, 0.01, mse);
        Assert.Equal((even - mse) / (even - floor), report.GetProperty("removable_share").GetDouble(), tolerance: 1e-9);
        foreach (var model in new[] { ("mean", "even_split"), ("ha", "historical_average"), ("kha", "kernel_history") })
        {
            var run = _folder.File(model.Item1);
            Fineflow.RunWell("train", "--data", trained.Data, "--model", model.Item1, "--out", run, "--threads", "1");
            var own = Fineflow.RunWell("evaluate", run, "--data", trained.Data, "--json").Json();
            var expected = own.GetProperty("mse").GetDouble();
            Assert.Equal(expected, baselines.GetProperty(model.Item2).GetProperty("mse").GetDouble(), expected * 1e-5);
            Assert.Equal(floor, own.GetProperty("noise_floor_mse").GetDouble(), tolerance: 1e-6);
        }
    }

    [Fact]
    public void Evaluate_of_a_split_alone_says_what_it_cannot_show()
    {
        var data = _folder.File("data");
        foreach (var file in new[] { "X.npy", "Y.npy", "ext.npy" })
        {
            Directory.CreateDirectory(Path.Combine(data, "test"));
            File.Copy(trained.File("test", file), Path.Combine(data, "test", file));
        }

        var report = Fineflow.RunWell("evaluate", trained.Run, "--data", data, "--json").Json();

        Assert.Equal(JsonValueKind.Null, report.GetProperty("baselines").GetProperty("kernel_history").ValueKind);
        Assert.True(report.GetProperty("noise_floor_mse").GetDouble() > 0);
        Assert.Contains("no train split", Fineflow.RunWell("evaluate", trained.Run, "--data", data).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_shows_the_best_map_for_each_metric_of_a_model_with_a_distribution()
    {
        var run = _folder.File("kha");
        Fineflow.RunWell("train", "--data", trained.Data, "--model", "kha", "--out", run, "--threads", "1");

        var report = Fineflow.RunWell("evaluate", run, "--data", trained.Data, "--json").Json();
        var table = Fineflow.RunWell("evaluate", run, "--data", trained.Data).Out;

        var estimates = report.GetProperty("estimates");
        Assert.Equal(report.GetProperty("mse").GetDouble(), estimates.GetProperty("mean").GetProperty("mse").GetDouble());
        var errors = new[] { "mean", "mae", "mape" }.Select(map => estimates.GetProperty(map).GetProperty("mae").GetDouble());
        Assert.Distinct(errors);
        Assert.True(report.GetProperty("log_likelihood").GetDouble() < 0);
        Assert.InRange(report.GetProperty("coverage_90").GetDouble(), 0.7, 1);
        Assert.Equal(
            8 * Fine * Fine, report.GetProperty("coverage_by_flow").EnumerateArray().Sum(row => row.GetProperty("cells").GetInt32()));
        Assert.Matches(@"MAPE map +│", table);
        Assert.Contains("in the 90 % interval", table, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_measures_the_split_that_it_is_asked_for()
    {
        var report = Fineflow.RunWell("evaluate", trained.Run, "--data", trained.Data, "--split", "train", "--json").Json();

        Assert.Equal("train", report.GetProperty("split").GetString());
        Assert.Equal(40, report.GetProperty("samples").GetInt32());
    }

    [Fact]
    public void The_table_of_evaluate_shows_the_numbers_of_its_json()
    {
        var table = Fineflow.RunWell("evaluate", trained.Run, "--data", trained.Data).Out;
        var mse = Fineflow.RunWell("evaluate", trained.Run, "--data", trained.Data, "--json").Json().GetProperty("mse").GetDouble();

        Assert.Matches($"MSE +│ {mse.ToString("G5", System.Globalization.CultureInfo.InvariantCulture)} ", table);
        Assert.Contains("every block", table, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { 8, City.Coarse, City.Coarse }, new[] { 8, Fine, Fine })]
    [InlineData(new[] { 8, 1, City.Coarse, City.Coarse }, new[] { 8, 1, Fine, Fine })]
    public void Predict_answers_in_the_rank_of_its_input(int[] asked, int[] answered)
    {
        var input = _folder.File("X.npy");
        NpyWriter.Write(input, NpyReader.ReadSingle(trained.File("test", "X.npy")).Values, asked);
        var report = Predict(input).Json();

        Assert.Equal(answered, NpyReader.ReadHeader(Output).Shape);
        Assert.Equal([8, 1, Fine, Fine], report.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()));
        Assert.True(report.GetProperty("conserves").GetBoolean());
    }

    [Fact]
    public void Predict_reads_whole_counts_as_well()
    {
        var input = _folder.File("X.npy");
        var counts = NpyReader.ReadSingle(trained.File("test", "X.npy"));
        NpyWriter.Write(input, Array.ConvertAll(counts.Values, count => (int)count), counts.Shape);
        Predict();
        var expected = File.ReadAllBytes(Output);
        Predict(input);

        Assert.Equal(expected, File.ReadAllBytes(Output));
    }

    [Fact]
    public void Integers_sum_exactly_to_the_coarse_counts()
    {
        var report = Predict(more: "--integers").Json();
        var values = NpyReader.ReadSingle(Output).Values;

        Assert.Equal(NpyElementType.I4, NpyReader.ReadHeader(Output).Type);
        Assert.Equal(0, LargestResidual(values));
        Assert.Equal(0, report.GetProperty("max_conservation_error").GetDouble());
        Assert.True(report.GetProperty("integers").GetBoolean());
        Assert.Contains(values, value => value > 0);
    }

    [Fact]
    public void A_bundle_needs_nothing_beside_it()
    {
        Predict();
        var expected = File.ReadAllBytes(Output);
        var bundle = _folder.File("bundle");
        Directory.CreateDirectory(bundle);
        foreach (var file in Directory.GetFiles(Path.Combine(trained.Run, "model")))
        {
            File.Copy(file, Path.Combine(bundle, Path.GetFileName(file)));
        }

        Fineflow.RunWell(
            "predict", bundle, "--input", trained.File("test", "X.npy"), "--ext", trained.File("test", "ext.npy"), "--output", Output);
        Assert.Equal(expected, File.ReadAllBytes(Output));
    }

    [Fact]
    public void A_table_holds_the_values_of_the_array()
    {
        Predict();
        var table = _folder.File("fine.csv");
        Fineflow.RunWell(
            "predict", trained.Run, "--input", trained.File("test", "X.npy"), "--ext", trained.File("test", "ext.npy"), "--output", table);
        var flows = File.ReadLines(table)
            .Skip(1)
            .Select(line => float.Parse(line.Split(',')[^1], System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(NpyReader.ReadSingle(Output).Values, flows);
    }

    [Theory]
    [InlineData("fine map.nc")]
    [InlineData("fine map.parquet")]
    public void A_file_tells_the_command_that_made_it_and_the_data_behind_its_model(string name)
    {
        var (input, external, output) = (trained.File("test", "X.npy"), trained.File("test", "ext.npy"), _folder.File(name));
        Fineflow.RunWell("predict", trained.Run, "--input", input, "--ext", external, "--output", output);
        var content = Encoding.UTF8.GetString(File.ReadAllBytes(output));
        var card = JsonDocument.Parse(File.ReadAllText(Path.Combine(trained.Run, "model", "card.json"))).RootElement;

        Assert.Contains(
            $"fineflow predict {trained.Run} --input {input} --ext {external} --output '{output}'", content, StringComparison.Ordinal);
        Assert.Contains(card.GetProperty("data").GetProperty("fingerprint").GetString()!, content, StringComparison.Ordinal);
        Assert.Contains(card.GetProperty("weights_sha256").GetString()!, content, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private Outcome Predict(string? input = null, params string[] more) => Fineflow.RunWell(
        [
            "predict", trained.Run, "--input", input ?? trained.File("test", "X.npy"), "--ext", trained.File("test", "ext.npy"),
            "--output", Output, "--json",
            .. more,
        ]);

    private double LargestResidual(float[] fine)
    {
        var coarse = NpyReader.ReadSingle(trained.File("test", "X.npy")).Values;
        var sums = new double[coarse.Length];
        for (var i = 0; i < fine.Length; i++)
        {
            var (sample, row, column) = (i / (Fine * Fine), i / Fine % Fine, i % Fine);
            sums[(sample * City.Coarse + row / City.Factor) * City.Coarse + column / City.Factor] += fine[i];
        }

        return sums.Zip(coarse, (sum, count) => Math.Abs(sum - count)).Max();
    }

    private static void AssertNear(double expected, JsonElement report, string name)
    {
        var value = report.GetProperty(name).GetDouble();
        Assert.True(Math.Abs(value - expected) <= 1e-12 * Math.Abs(expected), $"{name} is {value}, expected {expected}");
    }
}
