namespace FineFlow.Core.Tests;

public class FlowInputsTests
{
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
    [InlineData("mask", "has missing cells, which this net does not admit")]
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
            "mask" => (coarse with { Mask = Maps(2, 1) }, Anything with { AdmitsMissing = false }),
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

    private static void AssertHolds(FlowInputs inputs, params int[] samples)
    {
        Assert.Equal(samples.Length, inputs.Samples);
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
        Maps(samples, 1));

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
