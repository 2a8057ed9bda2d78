using FineFlow.Core;
using FineFlow.Torch.Export;
using FineFlow.Torch.Layers;
using FineFlow.Torch.Models.Histories;

namespace FineFlow.Torch.Models.Dmn;

/// <summary>DMN as an ONNX graph: its mean map, by the names of its weights.</summary>
internal static class DmnOnnx
{
    /// <summary>Coarse counts to fine counts; NaN is a count that is missing.</summary>
    public static OnnxValue Refine(DmnNetwork network, OnnxInputs inputs)
    {
        var (options, history) = ((DmnOptions)network.Options, HistoryOnnx.Begin(network, inputs));
        var (prior, byKernel) = history.ByKernel();
        var members = Enumerable.Range(0, options.Members)
            .Select(member => Infer(history, options, Invariant($"members.{member}"), prior, byKernel))
            .ToList();

        // ShareEnsemble.Mean
        var shares = members.Select(member => member.LogShares.Exp()).Aggregate((sum, one) => sum + one) / members.Count;
        var expected = members.Select(member => member.Expected).Aggregate((sum, one) => sum + one) / members.Count;
        var logShares = members.Count == 1 ? members[0].LogShares : shares.Log();
        return history.Recovered(network.IsFinished ? history.Pool([.. history.Histories(), logShares]) : logShares, expected);
    }

    /// <summary><see cref="DmnMember.Infer"/>, without the concentration.</summary>
    private static (OnnxValue LogShares, OnnxValue Expected) Infer(
        HistoryOnnx history, DmnOptions options, string name, OnnxValue prior, OnnxValue byKernel)
    {
        var (graph, seen) = (prior.Graph, history.Seen);
        var (cells, flows) = (options.ScaleFactor * options.ScaleFactor, options.InChannels);
        var context = Context(history).Linear($"{name}.context.layers.0").Silu().Linear($"{name}.context.layers.2").Silu();
        var (usual, now) = (byKernel.Log1p(), history.Coarse.Log1p() * seen);
        var place = graph.Weight($"{name}.place").Unsqueeze(0)
            .Expand(OnnxMath.Concat(0, seen.Sizes(0, 1), graph.Integers(options.PlaceChannels, options.Height, options.Width)));
        var features = OnnxMath.Concat(1, usual, now, (now - usual) * seen, seen, place).Conv($"{name}.head");
        for (var block = 0; block < options.Blocks; block++)
        {
            features = Block(features, context, Invariant($"{name}.blocks.{block}"));
        }

        var outputs = NormGelu(features, $"{name}.norm").Conv($"{name}.tail")
            .Reshape(0, flows, cells + 3, options.Height, options.Width);
        var sharpening = outputs.Narrow(2, cells, 1) + 1;
        var logits = outputs.Narrow(2, 0, cells) + graph.Weight($"{name}.bias") + sharpening * prior;
        return (logits.LogSoftmax(2), (byKernel + DmnMember.LeastCount) * outputs.Select(2, cells + 2).Exp());
    }

    private static OnnxValue Block(OnnxValue features, OnnxValue context, string name)
    {
        var film = context.Linear($"{name}.film").Unsqueeze(2, 3).Chunk(2, 1);
        var hidden = NormGelu(features, $"{name}.norm1").Conv($"{name}.conv1").GroupNorm($"{name}.norm2", DmnBlock.Groups);
        return features + (film[1] + (film[0] + 1) * hidden).Silu().Conv($"{name}.conv2");
    }

    private static OnnxValue NormGelu(OnnxValue x, string name) =>
        x.GroupNorm(name, GroupNormGelu.GroupsOf((int)x.Graph.ShapeOf($"{name}.weight")[0])).Gelu();

    /// <summary><see cref="DmnContext"/>'s features of slots whose time is known, [n, 16].</summary>
    private static OnnxValue Context(HistoryOnnx history)
    {
        const int hours = 24, weekdays = 7;
        var (graph, clocks) = (history.Coarse.Graph, history.Clocks);
        var angle = clocks.Hour.To(OnnxType.Float) * (2 * Math.PI / hours);
        var rest = clocks.IsRestDay.To(OnnxType.Float);
        OnnxValue[] columns = [angle.Sin(), angle.Cos(), (angle * 2).Sin(), (angle * 2).Cos(), rest, rest * graph.Constant(0) + 1];
        var weekday = clocks.Weekday.Unsqueeze(1).IsEqual(graph.Integers([.. Enumerable.Range(0, weekdays).Select(day => (long)day)]));
        return OnnxMath.Concat(
            1, [.. columns.Select(column => column.Unsqueeze(1)), weekday.To(OnnxType.Float), .. Weather(history, rest)]);
    }

    private static IEnumerable<OnnxValue> Weather(HistoryOnnx history, OnnxValue rest)
    {
        if (history.External is not { } external)
        {
            return Enumerable.Repeat((rest * rest.Graph.Constant(0)).Unsqueeze(1), DmnContext.WeatherFeatures);
        }

        var isBad = external.Select(1, TaxiBjColumns.Weather).IsAbove(rest.Graph.Constant(1)).To(OnnxType.Float);
        return
        [
            (external.Select(1, TaxiBjColumns.Temperature) / DmnContext.UsualTemperature).Unsqueeze(1),
            (external.Select(1, TaxiBjColumns.WindSpeed) / DmnContext.UsualWind).Unsqueeze(1),
            isBad.Unsqueeze(1),
        ];
    }
}
