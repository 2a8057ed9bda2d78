using FineFlow.Torch.Export;

namespace FineFlow.Torch.Models.Baselines;

/// <summary>The even split and the historical average as ONNX graphs.</summary>
internal static class BaselinesOnnx
{
    /// <summary><see cref="MeanNetwork.Refine"/>.</summary>
    public static OnnxValue Mean(MeanOptions options, OnnxInputs inputs) =>
        inputs.Coarse.Enlarge(options.ScaleFactor) / (options.ScaleFactor * options.ScaleFactor);

    /// <summary><see cref="HaNetwork.Refine"/>: the shares of the slot's hour, or of all hours where it is none.</summary>
    public static OnnxValue Ha(HaOptions options, OnnxInputs inputs)
    {
        const long allHours = HaNetwork.Hours;
        var spread = inputs.Coarse.Enlarge(options.ScaleFactor);
        var graph = inputs.Coarse.Graph;
        var shares = graph.Weight("shares");
        if (inputs.External is not { } external)
        {
            return shares.Narrow(0, allHours, 1) * spread;
        }

        var hour = graph.Add("Round", [external.Select(1, options.HourColumn)]).To(OnnxType.Int64);
        var isHour = hour.IsAbove(graph.Integer(-1)).And(hour.IsBelow(graph.Integer(allHours)));
        return shares.Lookup(isHour.Where(hour, graph.Integer(allHours)), allHours + 1) * spread;
    }
}
