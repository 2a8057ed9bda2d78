using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Distributions;
using FineFlow.Core.Sampling;
using FineFlow.Core.Zones;
using FineFlow.Engine.Predictions;
using FineFlow.Engine.Zones;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Networks;

namespace FineFlow.Engine.Tests.Zones;

/// <summary>Slots of 3 x 3 blocks of 2 x 2 cells, spread by a known distribution.</summary>
public class ZonePredictionTests
{
    private const int Samples = 60, Blocks = 3, Factor = 2, Side = Blocks * Factor;

    private static readonly Zone Whole = new("two whole blocks", [0, 1, 2, 3, 6, 7, 8, 9], [1, 1, 1, 1, 1, 1, 1, 1], "{}");
    private static readonly Zone Cut = new("across blocks", [1, 2, 7, 8, 14, 20], [1, 1, 1, 0.5, 1, 0.25], "{}");
    private static readonly Zone Rest = new(
        "the rest", [0, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, .. Enumerable.Range(15, 21)],
        [1, 1, 1, 1, 1, 0.5, 1, 1, 1, 1, 1, .. Enumerable.Range(15, 21).Select(cell => cell == 20 ? 0.75 : 1)],
        "{}");

    [Fact]
    public void Zones_that_tile_the_map_add_up_to_the_citys_counts()
    {
        var totals = Run(new KnownModel(), zones: [Cut, Rest]);

        Assert.Equal(Samples, totals.Slots.Count);
        Assert.All(totals.Slots.Index(), slot => Assert.Equal(
            KnownModel.Coarse.Slice(slot.Index, 1).Values.Sum(), slot.Item.Sum(zone => zone[0].Flow), 1e-3));
    }

    [Fact]
    public void Of_whole_blocks_the_flow_is_certain_and_of_others_it_lies_in_its_interval()
    {
        var totals = Run(new KnownModel());

        Assert.All(totals.Of(0, 0).Index(), slot =>
        {
            var counts = KnownModel.Coarse.Slice(slot.Index, 1).Values;
            var certain = (double)counts[0] + counts[1];
            Assert.Equal((certain, certain), (slot.Item.Lower!.Value, slot.Item.Upper!.Value));
            Assert.Equal(certain, slot.Item.Flow, 1e-4);
        });
        Assert.All(totals.Of(1, 0), total => Assert.InRange(total.Flow, total.Lower!.Value - 1e-3, total.Upper!.Value + 1e-3));
    }

    /// <summary>
    /// The truth is a random map of the same distribution: 90 % of 60 x 4 totals and a little more, since they are discrete.
    /// </summary>
    [Fact]
    public void Intervals_cover_what_they_say()
    {
        int[][] rows = [[6, 7, 8], [12, 13, 14], [18, 19, 20]];
        Zone[] zones = [Cut, .. rows.Select(cells => new Zone("part of a row", cells, [1, 1, 1], "{}"))];
        var coverage = ZoneReport.CoverageOf(Run(new KnownModel(), zones: zones));

        Assert.InRange(coverage!.Value, 0.87, 0.97);
    }

    [Fact]
    public void Slots_do_not_depend_on_the_batch_that_they_came_in() =>
        Assert.Equal(Flat(Run(new KnownModel())), Flat(Run(new KnownModel { BatchSize = 7 })));

    [Fact]
    public void A_model_that_is_not_sure_and_counts_that_are_not_whole_have_no_intervals()
    {
        Assert.All(Run(new KnownModel { GivesDistribution = false }).Of(1, 0), total => Assert.Null(total.Lower));
        var (half, batch) = (KnownModel.Coarse.Slice(0, Samples), new KnownModel());
        half.Values[5] += 0.5f;

        Assert.All(Run(batch, half).Of(1, 0), total => Assert.Null(total.Upper));
    }

    [Fact]
    public void The_report_has_errors_beside_those_of_an_even_split()
    {
        var totals = Run(new KnownModel());
        var even = totals.With(new(KnownModel.Truth.Shape, [.. KnownModel.Truth.Values.Select(_ => 3f)]));

        var cut = ZoneSummary.Of(totals, even)[1];

        Assert.Equal(("across blocks", "channel 0", 4.75), (cut.Zone, cut.Channel, cut.Cells));
        Assert.Equal(totals.Of(1, 0).Average(total => Math.Abs(total.Flow - total.Truth!.Value)), cut.MeanAbsoluteError!.Value, 1e-9);
        Assert.Equal(totals.Of(1, 0).Average(total => Math.Abs(3 * 4.75 - total.Truth!.Value)), cut.EvenSplitError!.Value, 1e-9);
        Assert.Equal(totals.Of(1, 0)[cut.BusiestSlot], cut.Busiest);
        Assert.Equal(totals.Of(1, 0).Max(total => total.Flow), cut.Busiest.Flow);
    }

    private static ZoneTotals Run(KnownModel model, FlowMaps? coarse = null, Zone[]? zones = null)
    {
        var input = new PredictionInput { Source = "counts", Inputs = new(coarse ?? KnownModel.Coarse) };
        var token = TestContext.Current.CancellationToken;
        return ZonePrediction.Run(model, input, KnownModel.Truth, zones ?? [Whole, Cut], cancellationToken: token);
    }

    private static IEnumerable<ZoneTotal> Flat(ZoneTotals totals) => totals.Slots.SelectMany(slot => slot).SelectMany(zone => zone);

    /// <summary>Infers the expected maps of a distribution, from which its truth is drawn.</summary>
    private sealed class KnownModel : IFlowModel
    {
        private static readonly FlowMaps Shares = ShareMaps();
        private static readonly ShareDistribution Known = new(
            Shares, new(new(Samples, 1, Blocks, Blocks), [.. Enumerable.Repeat(4f, Samples * Blocks * Blocks)]));

        public static FlowMaps Coarse { get; } = new(
            new(Samples, 1, Blocks, Blocks),
            [.. Enumerable.Range(0, Samples * Blocks * Blocks).Select(block => (float)(block * 7 % 41))]);

        public static FlowMaps Truth { get; } = Draws.Map(Coarse, Known, seed: 77, number: 1);

        public int BatchSize { get; init; } = 16;

        public bool GivesDistribution { get; init; } = true;

        public ModelCard Card { get; } = new()
        {
            Format = 1,
            Model = "known",
            Options = new JsonObject(),
            Parameters = 0,
            WeightsSha256 = "",
            NetworkSha256 = "",
            Recipe = "",
            Loss = "",
        };

        public NetworkOptions Options => throw new NotSupportedException();

        public IReadOnlyList<string> CompareWithTraining(FlowInputs inputs, InputOrigin? origin, string source, bool strict) => [];

        public IEnumerable<FineBand> Infer(FlowInputs inputs, Tiling? tiling, string source, CancellationToken cancellationToken = default)
        {
            for (var start = 0; start < Samples; start += BatchSize)
            {
                var count = Math.Min(BatchSize, Samples - start);
                var (coarse, distribution) = (inputs.Coarse.Slice(start, count), Known.Slice(start, count));
                yield return new(start, 0, coarse, Expected(coarse, distribution))
                {
                    Distribution = GivesDistribution ? distribution : null,
                };
            }
        }

        public FlowMaps CreateFine(FlowMaps coarse, string source = "coarse") => new(coarse.Shape.Refined(Factor));

        public void Dispose()
        {
        }

        private static FlowMaps Expected(FlowMaps coarse, ShareDistribution distribution)
        {
            var fine = distribution.Shares.Slice(0, coarse.Samples);
            for (var cell = 0; cell < fine.Values.Length; cell++)
            {
                fine.Values[cell] *= coarse.Values[BlockOf(cell)];
            }

            return fine;
        }

        private static FlowMaps ShareMaps()
        {
            var (random, fine) = (new RandomStream(5), new FlowMaps(new(Samples, 1, Side, Side)));
            for (var cell = 0; cell < fine.Values.Length; cell++)
            {
                fine.Values[cell] = 0.05f + (float)random.NextDouble();
            }

            var sums = BlockSum.Coarsen(fine, Factor);
            for (var cell = 0; cell < fine.Values.Length; cell++)
            {
                fine.Values[cell] /= sums.Values[BlockOf(cell)];
            }

            return fine;
        }

        private static int BlockOf(int cell)
        {
            var (row, column) = Math.DivRem(cell % (Side * Side), Side);
            return cell / (Side * Side) * Blocks * Blocks + row / Factor * Blocks + column / Factor;
        }
    }
}
