using System.Globalization;
using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Formats;
using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Reports;

/// <summary>What <c>predict</c> writes of a model that says how sure it is.</summary>
public sealed class DistributionTests(KhaRun city) : IClassFixture<KhaRun>, IDisposable
{
    private const int Samples = 8, Fine = City.Coarse * City.Factor;
    private readonly TemporaryFolder _folder = new();

    private string Output => _folder.File("fine.npy");

    [Theory]
    [InlineData("mae")]
    [InlineData("mape")]
    public void Estimates_are_whole_counts_that_add_up(string estimate)
    {
        var report = Predict("--estimate", estimate).Json();

        Assert.Equal(NpyElementType.I4, NpyReader.ReadHeader(Output).Type);
        Assert.Equal(Counts(city.Coarse), Sums(Counts(Output)));
        Assert.Equal(0, report.GetProperty("max_conservation_error").GetDouble());
        Assert.Equal((estimate, true), (report.GetProperty("estimate").GetString(), report.GetProperty("integers").GetBoolean()));
    }

    [Fact]
    public void Quantiles_stand_beside_the_map_and_grow_with_their_level()
    {
        var report = Predict("--quantiles", "0.05,0.5,0.95").Json();
        string[] files = [.. new[] { "q05", "q50", "q95" }.Select(name => _folder.File($"fine.{name}.npy"))];

        Assert.Equal([Output, .. files], report.GetProperty("files").EnumerateArray().Select(file => file.GetString()!));
        var maps = Array.ConvertAll(files, Counts);
        Assert.All(files, file => Assert.Equal([Samples, Fine, Fine], NpyReader.ReadHeader(file).Shape));
        Assert.All(maps[0].Zip(maps[1], maps[2]), cell => Assert.True(cell.First <= cell.Second && cell.Second <= cell.Third));
        Assert.NotEqual(maps[0], maps[2]);
    }

    [Fact]
    public void Draws_add_up_and_follow_the_seed()
    {
        var file = _folder.File("fine.draws.npy");
        Predict("--draws", "3", "--seed", "5");
        var draws = Counts(file);
        Predict("--draws", "3", "--seed", "5");
        Assert.Equal(draws, Counts(file));
        Predict("--draws", "3", "--seed", "6");

        Assert.NotEqual(draws, Counts(file));
        Assert.Equal([3, Samples, Fine, Fine], NpyReader.ReadHeader(file).Shape);
        Assert.All(draws.Chunk(draws.Length / 3), draw => Assert.Equal(Counts(city.Coarse), Sums(draw)));
    }

    [Fact]
    public void A_table_has_a_column_for_each_quantile()
    {
        Predict("--quantiles", "0.05,0.95");
        var table = _folder.File("fine.csv");
        Fineflow.RunWell("predict", city.Run, "--data", city.Data, "--quantiles", "0.05,0.95", "--output", table);
        var lines = File.ReadAllLines(table);
        var last = lines.Skip(1).Select(line => float.Parse(line.Split(',')[^1], CultureInfo.InvariantCulture));

        Assert.EndsWith(",flow,q05,q95", lines[0], StringComparison.Ordinal);
        Assert.Equal(Counts(_folder.File("fine.q95.npy")), last);
    }

    [Fact]
    public void Hidden_cells_are_inferred_and_cost_accuracy()
    {
        var whole = Fineflow.RunWell("evaluate", city.Run, "--data", city.Data, "--json").Json();
        var hidden = Fineflow.RunWell("evaluate", city.Run, "--data", city.Data, "--hide", "0.3", "--json").Json();

        Assert.Equal(0, whole.GetProperty("missing_cells").GetInt32());
        Assert.InRange(hidden.GetProperty("missing_cells").GetInt32(), 1, Samples * City.Coarse * City.Coarse / 2);
        Assert.True(hidden.GetProperty("mse").GetDouble() > whole.GetProperty("mse").GetDouble());
        Assert.Equal(whole.GetProperty("noise_floor_mse").GetDouble(), hidden.GetProperty("noise_floor_mse").GetDouble());
        Fineflow.Run("evaluate", city.Run, "--data", city.Data, "--hide", "1").AssertRefused("option --hide: 1 is no share");
    }

    [Fact]
    public void A_split_is_answered_as_its_files_are()
    {
        Predict();
        var expected = File.ReadAllBytes(Output);
        Fineflow.RunWell("predict", city.Run, "--data", city.Data, "--split", "test", "--output", Output);

        Assert.Equal(expected, File.ReadAllBytes(Output));
        Fineflow.Run("predict", city.Run, "--data", city.Data, "--input", city.Coarse, "--output", Output)
            .AssertRefused("options --input and --data: one of them is expected");
    }

    [Fact]
    public void A_missing_cell_is_inferred_and_marked()
    {
        const int Missing = 5;
        var counts = Counts(city.Coarse);
        var input = _folder.File("X.npy");
        NpyWriter.Write(input, [.. counts.Select((count, cell) => cell == Missing ? float.NaN : count)], Samples, City.Coarse, City.Coarse);
        var report = Fineflow.RunWell(
            "predict", city.Run, "--input", input, "--ext", city.External, "--integers", "--output", Output, "--json").Json();
        var (sums, observed) = (Sums(Counts(Output)), Counts(_folder.File("fine.observed.npy")));

        Assert.Equal((counts.Length - 1, 1), (report.GetProperty("observed").GetInt32(), report.GetProperty("inferred").GetInt32()));
        Assert.Equal(0, report.GetProperty("max_conservation_error").GetDouble());
        Assert.Equal([Missing], Enumerable.Range(0, counts.Length).Where(cell => observed[cell] == 0));
        Assert.True(sums[Missing] > 0);
        sums[Missing] = counts[Missing];
        Assert.Equal(counts, sums);
    }

    [Fact]
    public void A_count_that_was_withheld_is_inferred_below_its_bound()
    {
        const int Missing = 5, Below = 3;
        var input = _folder.File("X.npy");
        float[] counts = [.. Counts(city.Coarse).Select((count, cell) => cell == Missing ? float.NaN : count)];
        NpyWriter.Write(input, counts, Samples, City.Coarse, City.Coarse);
        string[] line = ["predict", city.Run, "--input", input, "--ext", city.External, "--output", Output];

        Fineflow.RunWell(line);
        var unknown = Sums(Counts(Output));
        Fineflow.RunWell([.. line, "--below", $"{Below}", "--estimate", "mae", "--draws", "2"]);
        var (bounded, draws) = (Sums(Counts(Output)), Counts(_folder.File("fine.draws.npy")));

        Assert.True(unknown[Missing] > Below);
        Assert.InRange(bounded[Missing], 1, Below - 1);
        Assert.All(draws.Chunk(draws.Length / 2), draw => Assert.Equal(bounded, Sums(draw)));
        Fineflow.Run([.. line, "--below", "0"]).AssertRefused("X.npy: Below is 0; missing counts are smaller", "(option --below)");
    }

    [Fact]
    public void A_dataset_says_what_its_withheld_counts_are_smaller_than()
    {
        const int Below = 40;
        var data = City.Write(_folder.File("data"), train: 8);
        var coarse = Path.Combine(data, "test", "X.npy");
        float[] counts = [.. Counts(city.Coarse).Select(count => count < Below ? float.NaN : count)];
        NpyWriter.Write(coarse, counts, Samples, City.Coarse, City.Coarse);
        double Error() => Fineflow.RunWell("evaluate", city.Run, "--data", data, "--json").Json().GetProperty("mse").GetDouble();
        var unknown = Error();
        File.WriteAllText(Path.Combine(data, "dataset.json"), $$"""{"withheld_below": {{Below}}}""");

        Assert.Contains(float.NaN, counts);
        Assert.True(Error() < unknown);
        Fineflow.RunWell("predict", city.Run, "--data", data, "--output", Output);
        Assert.All(
            Sums(Counts(Output)).Where((_, cell) => float.IsNaN(counts[cell])), sum => Assert.InRange(sum, 0, Below - 1 + 1e-3f));
        Refused("options --ext, --time and --below: are of --input; --data brings its own", "--below", "5");
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Refused("expected numbers between 0 and 1", "--quantiles", "0.05;0.95");
        Refused("quantiles: 1.5 is no level", "--quantiles", "1.5");
        Refused("expected mean, mae, mape", "--estimate", "median");
        Refused("draws: is -1", "--draws", "-1");
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    private Outcome Predict(params string[] more) => Fineflow.RunWell(
        ["predict", city.Run, "--input", city.Coarse, "--ext", city.External, "--output", Output, "--json", .. more]);

    private void Refused(string words, params string[] more) =>
        Fineflow.Run(["predict", city.Run, "--data", city.Data, "--output", Output, .. more]).AssertRefused(words);

    private static float[] Counts(string path) => NpyReader.ReadSingle(path).Values;

    private static float[] Sums(float[] fine) => BlockSum.Coarsen(new FlowMaps(new(Samples, 1, Fine, Fine), fine), City.Factor).Values;
}
