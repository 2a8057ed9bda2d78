using FineFlow.Core;
using FineFlow.Core.Histories;
using FineFlow.Torch.Export;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Histories;

/// <summary>
/// The networks with a history as ONNX graphs: their mean map. The history is part of the file. NaN is a coarse count that is missing.
/// Cells of blocks lie side by side, [n, C, cells, H, W], as in the networks.
/// </summary>
internal sealed class HistoryOnnx
{
    private const float Negligible = 1e-4f, Tiny = 1e-9f;

    private readonly OnnxGraph _graph;
    private readonly HistoryNetwork _network;
    private readonly FineHistory _history;
    private readonly long[] _cells; // a sample's shape, [C, cells, H, W]
    private readonly OnnxValue _longTerm;

    private HistoryOnnx(HistoryNetwork network, OnnxInputs inputs)
    {
        var graph = inputs.Coarse.Graph;
        (_graph, _network, _history) = (graph, network, HistoryOf(network));
        var (options, factor) = (network.Options, network.Options.ScaleFactor);
        _cells = [options.InChannels, factor * factor, options.Height, options.Width];
        External = inputs.External;
        Clocks = new(inputs.Time!, inputs.External, _history.Clocks);
        var isMissing = graph.Add("IsNaN", [inputs.Coarse]);
        Coarse = isMissing.Where(graph.Constant(0), inputs.Coarse);
        Seen = isMissing.Not().To(OnnxType.Float);
        var (fine, coarse) = Sum(Clocks.Weights(new()));
        _longTerm = _history.Prior is null
            ? (fine + HistoryTensors.Unseen) / (coarse.Unsqueeze(2) + HistoryTensors.Unseen * _cells[1])
            : (fine + Past("prior")) / (coarse.Unsqueeze(2) + Past("prior_total"));
    }

    /// <summary>The present slots' clocks.</summary>
    public HistoryClocksOnnx Clocks { get; }

    /// <summary>TaxiBJ's external factors [n, 7]; null without.</summary>
    public OnnxValue? External { get; }

    /// <summary>Coarse counts [n, C, H, W], 0 where missing.</summary>
    public OnnxValue Coarse { get; }

    /// <summary>1 where the coarse count was observed and 0 where it is missing, [n, C, H, W].</summary>
    public OnnxValue Seen { get; }

    /// <summary><see cref="KhaNetwork"/>.</summary>
    public static OnnxValue Kha(HistoryNetwork network, OnnxInputs inputs)
    {
        var history = new HistoryOnnx(network, inputs);
        var (logShares, expected) = history.ByKernel();
        return history.Recovered(logShares, expected);
    }

    /// <summary><see cref="PhaNetwork"/>.</summary>
    public static OnnxValue Pha(HistoryNetwork network, OnnxInputs inputs)
    {
        var history = new HistoryOnnx(network, inputs);
        return history.Recovered(history.Pool(history.Histories()), history.ByKernel().Expected);
    }

    /// <summary>Begins a graph.</summary>
    public static HistoryOnnx Begin(HistoryNetwork network, OnnxInputs inputs) => new(network, inputs);

    /// <summary>The logarithms of the shares by the network's kernel, and the coarse counts that it expects, [n, C, H, W].</summary>
    public (OnnxValue LogShares, OnnxValue Expected) ByKernel()
    {
        var kernel = _network.Kernel;
        var weights = Clocks.Weights(kernel);
        var (fine, coarse) = Sum(weights);
        return (Blend(fine, coarse, kernel.Strength).Log(), coarse / weights.Sum(1).AtLeast(Tiny).Unsqueeze(2, 3));
    }

    /// <summary>The logarithms of the shares of <see cref="HistoryPool"/>.</summary>
    public OnnxValue[] Histories()
    {
        var byClock = HistoryPool.Kernels(_history.Days).Select(kernel =>
        {
            var (fine, coarse) = Sum(Clocks.Weights(kernel));
            return Blend(fine, coarse, kernel.Strength).Log();
        });
        return [.. byClock, .. ByLikeness()];
    }

    /// <summary><see cref="LogLinearPool.Of"/>.</summary>
    public OnnxValue Pool(params OnnxValue[] members)
    {
        var weights = _graph.Weight("pool");
        return members
            .Select((shares, member) => shares.AtLeast(LogLinearPool.LeastLogShare) * weights.Select(3, member).Unsqueeze(1))
            .Aggregate((sum, part) => sum + part)
            .LogSoftmax(2);
    }

    /// <summary>Fine counts of shares, with expected counts in the place of missing ones.</summary>
    public OnnxValue Recovered(OnnxValue logShares, OnnxValue expected)
    {
        var factor = _network.Options.ScaleFactor;
        var density = logShares.Exp().Reshape(0, _cells[0] * _cells[1], _cells[2], _cells[3]).PixelShuffle(factor);
        return density.Recover(Seen.IsAbove(_graph.Constant(0.5f)).Where(Coarse, expected), factor);
    }

    /// <summary><see cref="HistoryShares.ByLikeness"/>, of all samples at once.</summary>
    private OnnxValue[] ByLikeness()
    {
        var kernel = HistoryPool.ForLikeness;
        var weights = Clocks.Weights(kernel);
        var near = weights.IsAbove(_graph.Constant(Negligible)).Where(weights, _graph.Constant(0));
        var difference = Root(Past("coarse").Unsqueeze(0)) - Root(Coarse).Unsqueeze(1); // [n, S, C, H, W]
        difference = difference * difference * Seen.Unsqueeze(1);

        var busy = Past("busy") * Seen;
        var whole = (difference * busy.Unsqueeze(1)).Sum(2, 3, 4).Squeeze(2, 3, 4) / busy.Sum(1, 2, 3).Squeeze(2, 3).AtLeast(1);
        var local = Around(difference.Sum(2).Squeeze(2)) / Around(Seen.Sum(1)).AtLeast(Tiny);
        var byWhole = Weight(whole, near, Likeness.WholeMap).MatMul(Past("fine")).Reshape([0, .. _cells]);
        var byLocal = _graph.Add(
            "Einsum",
            [Weight(local, near.Unsqueeze(2, 3), Likeness.Neighbourhood), Past("fine").Reshape([0, .. _cells])],
            ("equation", "nshw,sckhw->nckhw"));
        return [.. new[] { byWhole, byLocal }.Select(fine => Blend(fine, fine.Sum(2).Squeeze(2), kernel.Strength).Log())];
    }

    /// <summary><see cref="Likeness.RootOf"/>.</summary>
    private static OnnxValue Root(OnnxValue coarse) => ((coarse + 0.375) * 2).Sqrt();

    private static OnnxValue Around(OnnxValue maps) => maps.Graph.Add(
        "AveragePool", [maps], ("kernel_shape", [3L, 3L]), ("pads", [1L, 1L, 1L, 1L]), ("count_include_pad", 1));

    /// <summary>Likeness.Weight over axis 1, the history's slots.</summary>
    private static OnnxValue Weight(OnnxValue distance, OnnxValue kernel, double temperature)
    {
        var graph = distance.Graph;
        var mean = (kernel * distance).Sum(1) / kernel.Sum(1).AtLeast(Tiny);
        var relative = distance / mean.AtLeast(Tiny);
        var nearest = kernel.IsAbove(graph.Constant(0)).Where(relative, graph.Constant(float.MaxValue)).Min(1);
        var weight = kernel * ((nearest - relative) / temperature).AtLeast(-80).AtMost(0).Exp();
        return weight / weight.Max(1).AtLeast(Tiny);
    }

    /// <summary>Sums of past fine and coarse counts by weights [n, S], [n, C, cells, H, W] and [n, C, H, W].</summary>
    private (OnnxValue Fine, OnnxValue Coarse) Sum(OnnxValue weights) => (
        weights.MatMul(Past("fine")).Reshape([0, .. _cells]),
        weights.MatMul(Past("coarse").Reshape(0, -1)).Reshape(0, _cells[0], _cells[2], _cells[3]));

    private OnnxValue Blend(OnnxValue fine, OnnxValue coarse, double strength) =>
        (fine + _longTerm * strength) / (coarse.Unsqueeze(2) + strength);

    /// <summary>The history: fine [S, C * cells * H * W], coarse [S, C, H, W], busy cells [1, C, H, W], and the prior.</summary>
    private OnnxValue Past(string part) => _graph.Constant($"history.{part}", () =>
    {
        using var scope = NewDisposeScope();
        using var tensors = new HistoryTensors(_history, CPU);
        var tensor = part switch
        {
            "fine" => tensors.Fine.flatten(1),
            "coarse" => tensors.Coarse,
            "prior" => tensors.Prior!,
            "prior_total" => tensors.Prior!.sum([2L], keepdim: true),
            _ => tensors.IsBusy,
        };
        return OnnxTensor.From(tensor.contiguous().AsSpan(), tensor.shape);
    });

    private static FineHistory HistoryOf(HistoryNetwork network) =>
        network.History is not { } history
            ? throw Refusal("has no history yet")
            : history.FirstDay > 0 && Array.TrueForAll(history.Clocks, clock => clock.Second >= 0)
                ? history
                : throw Refusal("has a history without times");

    private static BadInputException Refusal(string problem) =>
        new("the model", $"{problem}, but its ONNX form infers by the times of slots; one that was trained on data with times is expected");
}
