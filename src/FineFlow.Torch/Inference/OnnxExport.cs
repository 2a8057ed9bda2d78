using System.Globalization;
using System.Text.Json;
using FineFlow.Core;
using FineFlow.Core.Settings;
using FineFlow.Torch.Export;
using FineFlow.Torch.Models;
using FineFlow.Torch.Models.Histories;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Inference;

/// <summary>Makes ONNX files of models, from raw counts to raw counts that add up.</summary>
internal static class OnnxExport
{
    private const string Samples = "n";

    /// <summary>Returns the file of a model. Its inputs and output have the names of <see cref="OnnxNames"/>.</summary>
    /// <param name="model">The model, in a mode in which its maps add up (<see cref="ModelBundle.LoadConserving"/>).</param>
    /// <exception cref="BadInputException">The model cannot be said in ONNX, or the file would be too large.</exception>
    public static byte[] Create(FlowModel model)
    {
        var network = model.Network;
        var graph = Build(network);
        var card = ModelBundle.Sealed(model.Card with { Recovery = network.Mode });
        var metadata = new Dictionary<string, string>
        {
            [OnnxNames.Format] = OnnxNames.CurrentFormat,
            [OnnxNames.Card] = JsonSerializer.Serialize(card, JsonStyle.Line),
        };
        if (network.Requirements.Columns is { } columns)
        {
            metadata[OnnxNames.Columns] = JsonSerializer.Serialize(columns, JsonStyle.Line);
        }

        return OnnxFile.Serialize(graph, Describe(network), metadata);
    }

    /// <summary>Builds the graph of a network from raw counts to raw counts.</summary>
    /// <exception cref="BadInputException">The network cannot be said in ONNX.</exception>
    internal static OnnxGraph Build(FlowNetwork network)
    {
        var (options, name) = (network.Options, network.GetName());
        var refine = ModelCatalog.Find(name).Onnx
            ?? throw new BadInputException($"model '{name}'", "has no ONNX form");
        var graph = new OnnxGraph(Weights(network));
        var (channels, factor) = (options.InChannels, options.ScaleFactor);
        var counts = graph.Input(OnnxNames.Coarse, OnnxType.Float, Samples, channels, Rows(1), Columns(1));
        var external = network.Requirements.Columns is { } columns
            ? graph.Input(OnnxNames.External, OnnxType.Float, Samples, columns.Columns.Count)
            : null;
        var time = network is HistoryNetwork ? graph.Input(OnnxNames.Time, OnnxType.Int64, Samples) : null;
        var fine = refine(network, new(counts / network.InputScale, external, time)) * network.OutputScale;
        var whole = network.Mode == ConservationMode.Projected ? fine.Recover(counts, factor) : fine;
        graph.Output(whole, OnnxNames.Fine, OnnxType.Float, Samples, channels, Rows(factor), Columns(factor));
        return graph;

        OnnxDimension Rows(int times) => Size(times, options.Height, "rows");

        OnnxDimension Columns(int times) => Size(times, options.Width, "columns");

        OnnxDimension Size(int times, int size, string axis) =>
            network.FixedMapSize ? times * size : times == 1 ? axis : $"fine_{axis}";
    }

    private static Dictionary<string, OnnxTensor> Weights(FlowNetwork network)
    {
        using var scope = NewDisposeScope();
        return network.state_dict()
            .Where(weight => weight.Value.dtype == ScalarType.Float32)
            .ToDictionary(weight => weight.Key, weight => TensorOf(weight.Value));
    }

    private static OnnxTensor TensorOf(Tensor weight) =>
        OnnxTensor.From(weight.detach().cpu().contiguous().AsSpan(), weight.shape);

    private static string Describe(FlowNetwork network) => string.Create(
        CultureInfo.InvariantCulture,
        $"{network.GetName()} of FineFlow: coarse flow counts of a city into fine ones, {network.Options.ScaleFactor} x "
        + $"{network.Options.ScaleFactor} fine cells a coarse cell. Counts are raw; every block of fine cells sums to its coarse count.");
}
