using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Distributions;
using FineFlow.Core.Metrics;
using FineFlow.Torch.Models.Histories;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Inference;

/// <summary>
/// The metrics of methods that cost nothing on a split, and the MSE that no method can go below: what a model's errors stand beside.
/// </summary>
/// <param name="EvenSplit">Every fine cell gets the same part of its coarse cell.</param>
/// <param name="HistoricalAverage">Average shares by hour of day, fitted on the training split; null without one.</param>
/// <param name="KernelHistory">
/// The kernel historical average of the training split and, for the test split, of the validation split, on which its kernel is chosen;
/// null without a training split.
/// </param>
internal sealed record Baselines(
    FlowMetrics EvenSplit,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] FlowMetrics? HistoricalAverage,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] FlowMetrics? KernelHistory)
{
    private const int Batch = Predictor.DefaultBatch;
    private const double Rounding = 1e-6;

    /// <summary>
    /// The noise floor, an MSE (<see cref="Core.Distributions.NoiseFloor"/>): it assumes that the units of a block choose their cells
    /// independently, given the shares. Null for real-valued flow.
    /// </summary>
    [JsonIgnore]
    public double? NoiseFloor { get; init; }

    /// <summary>Measures the baselines on a split of a dataset.</summary>
    /// <param name="data">The dataset; what it holds of the splits train and valid is fitted on.</param>
    /// <param name="split">The split's name.</param>
    /// <param name="model">
    /// A model whose maps the noise floor takes for the shares of blocks of a single unit, where there is no training split.
    /// </param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <exception cref="BadInputException">The split was not loaded, or the model does not accept its maps.</exception>
    public static Baselines Measure(
        FlowDataset data, string split, FlowNetwork? model = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        var (measured, source) = (Whole(data[split]), $"{data.Folder}/{split}");
        var even = Metrics(measured, inputs => Core.Baselines.EvenSplit.Predict(inputs.Coarse, data.ScaleFactor), cancellationToken);
        if (Find(data, SplitNames.Train) is not { } train)
        {
            var ownFloor = model is null ? null : Infer(model, measured, source, cancellationToken).Floor;
            return new(even, null, null) { NoiseFloor = ownFloor };
        }

        var average = Core.Baselines.HistoricalAverage.Fit(train.KnownCoarse, train.Fine, train.External);
        using var history = FitHistory(data, train, split);
        var (kernel, floor) = Infer(history, measured, source, cancellationToken);
        return new(
            even, Metrics(measured, inputs => average.Predict(inputs.Coarse, inputs.External), cancellationToken), kernel)
        {
            NoiseFloor = floor,
        };
    }

    /// <summary>Returns a split with its missing counts: baselines and floor are what is possible where all are known.</summary>
    private static FlowSplit Whole(FlowSplit split) => split.Mask is null
        ? split
        : split with { Coarse = Core.Conservation.BlockSum.Coarsen(split.Fine, split.Fine.Rows / split.Coarse.Rows), Mask = null };

    /// <summary>Returns the share of the removable error that maps of an MSE remove; null without a floor below the even split.</summary>
    /// <param name="mse">The MSE of maps of the same split.</param>
    public double? RemovableShare(double mse) => NoiseFloor is { } floor
        ? Core.Distributions.NoiseFloor.RemovableShare(mse, EvenSplit[MetricCatalog.Mse], floor)
        : null;

    /// <summary>The baselines that were measured, by their names in words, the most elaborate first.</summary>
    [JsonIgnore]
    public IEnumerable<(string Name, FlowMetrics Metrics)> All => new[]
    {
        ("kernel history", KernelHistory), ("historical average", HistoricalAverage), ("even split", EvenSplit),
    }.Where(row => row.Item2 is not null).Select(row => (row.Item1, row.Item2!));

    /// <summary>Returns whether maps of these metrics beat each baseline: whether their MSE is smaller by more than rounding.</summary>
    public IReadOnlyDictionary<string, bool> BeatenBy(FlowMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return All.ToDictionary(
            row => row.Name.Replace(' ', '_'),
            row => metrics[MetricCatalog.Mse] < (1 - Rounding) * row.Metrics[MetricCatalog.Mse]);
    }

    private static FlowSplit? Find(FlowDataset data, string split) => data.Splits.FirstOrDefault(candidate => candidate.Name == split);

    private static KhaNetwork FitHistory(FlowDataset data, FlowSplit train, string measured)
    {
        var options = (KhaOptions)DatasetOptions.For(KhaNetwork.Entry, data, new Dictionary<string, JsonNode?>());
        var network = new KhaNetwork(options);
        if (Find(data, SplitNames.Valid) is { } valid)
        {
            network.Fit(train, valid);
            if (measured == SplitNames.Test)
            {
                network.Remember(valid);
            }
        }
        else
        {
            network.FitHistory(train);
        }

        return network;
    }

    private static FlowMetrics Metrics(FlowSplit split, Func<FlowInputs, FlowMaps> infer, CancellationToken cancellationToken)
    {
        var sums = new KnownErrors(split.Fine.SampleLength, split.LeftOut);
        foreach (var (_, part) in split.Batches(Batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            sums.Add(part.Fine.Values, infer(part.Inputs));
        }

        return sums.Result();
    }

    private static (FlowMetrics Metrics, double? Floor) Infer(
        FlowNetwork network, FlowSplit split, string source, CancellationToken cancellationToken)
    {
        var (sums, floor) = (new KnownErrors(split.Fine.SampleLength, split.LeftOut), new NoiseFloor());
        foreach (var band in Evaluation.Bands(network, split, source, cancellationToken))
        {
            var (truth, factor) = (split.Fine.Slice(band.Sample, band.Coarse.Samples), split.Fine.Rows / split.Coarse.Rows);
            sums.Add(truth.Values, band.Fine);
            floor.Add(Known(band.Coarse, 1), Known(truth, factor), Known(Proportions(band.Fine), factor));
        }

        return (sums.Result(), floor.Result());

        FlowMaps Known(FlowMaps maps, int factor) => split.LeftOut?.Take(maps, factor, leftOut: false) ?? maps;
    }

    /// <summary>Inferred maps without what is no proportion: some published networks infer negative flow.</summary>
    private static FlowMaps Proportions(FlowMaps fine) =>
        new(fine.Shape, Array.ConvertAll(fine.Values, value => value > 0 && float.IsFinite(value) ? value : 0));
}
