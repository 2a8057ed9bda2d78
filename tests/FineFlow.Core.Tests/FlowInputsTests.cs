namespace FineFlow.Core.Tests;

public class FlowInputsTests
{
    private const int Bound = 5;

    private static readonly ExternalFactors Wind = new([1, 2], new ExternalSchema([new("wind", ExternalKind.Number)]));
    private static readonly InputRequirements Anything = new("net", 1) { AdmitsMissing = true };

    [Fact]
    public void Every_part_is_sliced_and_gathered_alike()
    {
        var inputs = Inputs(4);

        AssertHolds(inputs.Slice(1, 2), 1, 2);
        AssertHolds(inputs.Gather([3, 0, 3]), 3, 0, 3);
        Assert.Same(inputs, inputs.Slice(0, 4));
    }

    [Fact]
    public void A_window_is_cut_out_of_every_map_of_a_sample()
    {
        var window = Inputs(3).Window(1, 1.., 1..3);

        // Maps of 2 x 3 cells are numbered from 1 through all samples and channels.
        Assert.Equal([11, 12], window.Coarse.Values);
        Assert.Equal([17, 18, 23, 24], window.History!.Values);
        Assert.Equal([11, 12], window.Mask!.Values);
        Assert.Equal(new FlowShape(1, 2, 1, 2), window.History.Shape);
        Assert.Equal((1, 1, Bound), (window.External!.Row(0)[0], window.Time![0], window.Below));
        Assert.Equal(1, window.External.Samples);
    }

    [Fact]
    public void A_window_holds_the_counts_as_given()
    {
        var maps = new FlowMaps(new FlowShape(2, 1, 2, 2), [1, 2, 3, 4, 5, 6, 7, 8], [1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5]);

        Assert.Equal([6.5, 8.5], maps.Window(1, .., 1..).Exact!);
        Assert.Null(Maps(1, 1).Window(0, .., ..).Exact);
    }

    [Fact]
    public void Every_part_is_joined_in_the_order_given()
    {
        var inputs = Inputs(4);

        AssertHolds(FlowInputs.Join([inputs.Slice(2, 2), inputs.Slice(0, 1), inputs.Slice(3, 1)]), 2, 3, 0, 3);
        Assert.Same(inputs, FlowInputs.Join([inputs]));
    }

    [Fact]
    public void What_is_not_there_is_not_there_after_joining()
    {
        var joined = FlowInputs.Join([new(Maps(1, 1)), new(Maps(2, 1))]);

        Assert.Equal(3, joined.Samples);
        Assert.Equal((null, null, null, null), (joined.External, joined.Time, joined.History, joined.Mask));
    }

    [Fact]
    public void Columns_keep_their_names_and_counts_as_given_stand_beside_rounded_ones()
    {
        var given = new FlowMaps(new FlowShape(1, 1, 1, 1), [1], [1.5]);
        var rounded = new FlowMaps(new FlowShape(1, 1, 1, 1), [2]);
        var joined = FlowInputs.Join([new(given, Wind.Slice(0, 1)), new(rounded, Wind.Slice(1, 1))]);

        Assert.Equal([1.5, 2], joined.Coarse.Exact!);
        Assert.Equal(["wind"], joined.External!.Schema.Names);
        Assert.Null(FlowInputs.Join([new(rounded), new(rounded)]).Coarse.Exact);
    }

    [Theory]
    [InlineData("channels")]
    [InlineData("rows")]
    [InlineData("external")]
    [InlineData("columns")]
    [InlineData("time")]
    [InlineData("history")]
    [InlineData("longer history")]
    [InlineData("mask")]
    [InlineData("bound")]
    public void Inputs_of_other_sizes_or_parts_are_not_joined(string other)
    {
        var inputs = Inputs(2);
        var different = other switch
        {
            "channels" => inputs with { Coarse = Maps(2, 2) },
            "rows" => inputs with { Coarse = new FlowMaps(new FlowShape(2, 1, 3, 3)) },
            "external" => inputs with { External = null },
            "columns" => inputs with { External = Wind },
            "time" => inputs with { Time = null },
            "history" => inputs with { History = null },
            "longer history" => inputs with { History = Maps(2, 3) },
            "bound" => inputs with { Below = Bound + 1 },
            _ => inputs with { Mask = null },
        };

        Assert.False(inputs.CanJoin(different));
        Assert.False(different.CanJoin(inputs));
        Assert.Throws<ArgumentException>(() => FlowInputs.Join([inputs, different]));
        Assert.True(inputs.CanJoin(Inputs(5)));
    }

    [Fact]
    public void Nothing_cannot_be_joined() => Assert.Throws<ArgumentException>(() => FlowInputs.Join([]));

    [Fact]
    public void Counts_as_given_are_gathered_with_the_others()
    {
        var maps = new FlowMaps(new FlowShape(2, 1, 1, 1), [1, 2], [1.5, 2.5]);

        Assert.Equal([2.5, 1.5], maps.Gather([1, 0]).Exact!);
        Assert.Null(new FlowMaps(new FlowShape(2, 1, 1, 1)).Gather([1]).Exact);
    }

    [Theory]
    [InlineData("external", "has no external factors, but this net needs them")]
    [InlineData("columns", "has the external factors wind, but this net needs columns of the kinds of temperature, wind_speed")]
    [InlineData("time", "has no times, but this net needs them")]
    [InlineData("history", "has no earlier maps, but this net needs the 2 before each sample")]
    [InlineData("mask", "[sample 0, channel 0, row 0, column 0] is missing (NaN), which this net does not admit")]
    [InlineData("channels", "has 1 channel(s), but this net was built for 2")]
    [InlineData("size", "has maps of 2x3, but this net was built for 3x2")]
    public void What_a_model_requires_and_the_inputs_lack_is_named(string lacking, string message)
    {
        var coarse = new FlowInputs(Maps(2, 1));
        var (inputs, required) = lacking switch
        {
            "external" => (coarse, Anything with { External = true }),
            "columns" => (coarse with { External = Wind }, Anything with { Columns = ExternalSchema.TaxiBj }),
            "time" => (coarse, Anything with { Time = true }),
            "history" => (coarse, Anything with { History = 2 }),
            "mask" => (coarse with { Mask = new(Maps(2, 1).Shape) }, Anything with { AdmitsMissing = false }),
            "channels" => (coarse, Anything with { Channels = 2 }),
            _ => (coarse, Anything with { MapSize = (3, 2) }),
        };

        var failure = Assert.Throws<BadInputException>(() => inputs.Check(required, "some maps"));

        Assert.StartsWith($"some maps: {message}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_of_other_lengths_are_refused()
    {
        var inputs = Inputs(3);
        inputs.Check(Anything, "maps");

        Refused(inputs with { External = inputs.External!.Slice(0, 2) }, "maps: has 2 rows of external factors for 3 maps");
        Refused(inputs with { Time = [1] }, "maps: has 1 times for 3 maps");
        Refused(inputs with { History = Maps(4, 2) }, "maps: has 4 samples of earlier maps for 3 maps");
        Refused(inputs with { Mask = Maps(2, 1) }, "maps: has 2 masks for 3 maps");

        static void Refused(FlowInputs inputs, string message) =>
            Assert.Equal(message, Assert.Throws<BadInputException>(() => inputs.Check(Anything, "maps")).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(1_000_001)]
    public void A_bound_of_missing_counts_that_cannot_be_is_refused(int below)
    {
        var failure = Assert.Throws<BadInputException>(() => (Inputs(1) with { Below = below }).Check(Anything, "maps"));

        Assert.Equal($"maps: Below is {below}; missing counts are smaller than a whole number from 1 to 1000000", failure.Message);
        Assert.Equal("Below", failure.Setting);
    }

    [Fact]
    public void A_model_that_admits_no_missing_cells_takes_a_bound_where_none_is_missing()
    {
        var strict = Anything with { AdmitsMissing = false };

        (Inputs(2) with { Below = 1_000_000 }).Check(strict, "maps");
        var missing = new FlowInputs(Maps(1, 1), Mask: new(Maps(1, 1).Shape)) { Below = 1 };
        Assert.Contains("as dmn", Assert.Throws<BadInputException>(() => missing.Check(strict, "maps")).Message, StringComparison.Ordinal);
    }

    private static void AssertHolds(FlowInputs inputs, params int[] samples)
    {
        Assert.Equal((samples.Length, Bound), (inputs.Samples, inputs.Below));
        foreach (var (index, sample) in samples.Index())
        {
            Assert.Equal(Maps(sample + 1, 1).Sample(sample), inputs.Coarse.Sample(index));
            Assert.Equal(sample, inputs.External!.Row(index)[0]);
            Assert.Equal(sample, inputs.Time![index]);
            Assert.Equal(Maps(sample + 1, 2).Sample(sample), inputs.History!.Sample(index));
            Assert.Equal(Maps(sample + 1, 1).Sample(sample), inputs.Mask!.Sample(index));
        }
    }

    private static FlowInputs Inputs(int samples) => new(
        Maps(samples, 1),
        new ExternalFactors([.. Enumerable.Range(0, samples).SelectMany(sample => Enumerable.Repeat((float)sample, TaxiBjColumns.Count))]),
        [.. Enumerable.Range(0, samples).Select(sample => (long)sample)],
        Maps(samples, 2),
        Maps(samples, 1))
    {
        Below = Bound,
    };

    private static FlowMaps Maps(int samples, int channels)
    {
        var maps = new FlowMaps(new FlowShape(samples, channels, 2, 3));
        for (var cell = 0; cell < maps.Values.Length; cell++)
        {
            maps.Values[cell] = cell + 1;
        }

        return maps;
    }
}
