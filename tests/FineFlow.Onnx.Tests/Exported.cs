using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models;
using FineFlow.Torch.Models.Histories;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Tests;
using FineFlow.Torch.Tests.Inference;
using static TorchSharp.torch;

namespace FineFlow.Onnx.Tests;

/// <summary>Small models of the catalog and their exported files.</summary>
internal static class Exported
{
    /// <summary>Returns a small model in a mode in which its maps add up, with weights unlike those of a fresh network.</summary>
    public static FlowModel Model(string name) => Model(CatalogCases.Create(name));

    /// <inheritdoc cref="Model(string)"/>
    public static FlowModel Model(FlowNetwork network)
    {
        Shake(network);
        if (network is HistoryNetwork history)
        {
            history.FitHistory(Past(network.Options));
        }

        if (network.Guarantee != ConservationGuarantee.Exactly)
        {
            network.Use(network.Guarantee == ConservationGuarantee.No ? ConservationMode.Projected : ConservationMode.Exact);
        }

        return new(network, SmallCards.Of(network));
    }

    /// <summary>The same for a model with a history, which begins with what a static map says.</summary>
    public static FlowModel ModelWithStaticMaps(string name)
    {
        var model = Model(name);
        var past = Past(model.Network.Options);
        var (rows, columns) = (past.Fine.Rows, past.Fine.Columns);
        var map = new FlowMaps(new(1, 1, rows, columns), [.. Enumerable.Range(0, rows * columns).Select(cell => (float)(cell % 5))]);
        ((HistoryNetwork)model.Network).FitHistory(past with { Static = new([new("roads")], map) });
        return model;
    }

    /// <summary>Creates a small network with some settings changed, as JSON.</summary>
    public static FlowNetwork Create(string name, string changed)
    {
        var (entry, settings) = (ModelCatalog.Find(name), CatalogCases.Settings(name));
        foreach (var (setting, value) in JsonNode.Parse(changed)!.AsObject())
        {
            settings[setting] = value?.DeepClone();
        }

        random.manual_seed(1);
        return entry.Create(entry.Configure(settings));
    }

    /// <summary>Marks a DMN as finished, as the end of a training does; other networks stay as they are.</summary>
    public static void Finish(FlowNetwork network)
    {
        if (network.state_dict().GetValueOrDefault("finished") is { } finished)
        {
            finished.fill_(1);
        }
    }

    /// <summary>Exports a model to a file and opens it.</summary>
    public static OnnxModel Open(FlowModel model, string folder)
    {
        var path = Path.Combine(folder, $"{model.Card.Model}.onnx");
        File.WriteAllBytes(path, OnnxExport.Create(model));
        return OnnxModel.Load(path, threads: 1);
    }

    /// <summary>
    /// Returns coarse counts with external factors and times: of a few samples, with zero blocks, one empty map and large counts.
    /// </summary>
    public static FlowInputs Inputs(FlowNetwork network, int samples, int side = CatalogCases.Side)
    {
        var split = SmallFlows.Split("test", samples, channels: network.Options.InChannels, side: side);
        var coarse = split.Coarse;
        coarse.Sample(samples - 1).Clear();
        coarse.Sample(samples / 2)[1] = 2_000_000;
        return split.Inputs with { Time = [.. Enumerable.Range(0, samples).Select(Hour)] };
    }

    /// <summary>The hour of a sample of <see cref="Inputs"/>: one day has several.</summary>
    private static long Hour(int sample) => 1_700_000_000L / 3600 * 3600 + (sample * 3600L);

    /// <summary>Four days of hours, of which the last one is that of the first samples of <see cref="Inputs"/>.</summary>
    private static FlowSplit Past(NetworkOptions options)
    {
        var slots = SmallFlows.Split("train", 96, seed: 7, channels: options.InChannels, side: options.Height, factor: options.ScaleFactor);
        return slots with { Time = [.. Enumerable.Range(0, slots.Samples).Select(slot => Hour(slot - slots.Samples))] };
    }

    /// <summary>Infers with both.</summary>
    public static (FlowMaps Ours, FlowMaps Theirs) Infer(FlowModel model, OnnxModel exported, FlowInputs inputs)
    {
        var required = model.Network.Requirements;
        var given = inputs with { External = required.Columns is null ? null : inputs.External };
        var theirs = FineBand.Join(exported.Infer(given, null, "test"), exported.CreateFine(given.Coarse));
        return (model.Predict(given), theirs);
    }

    /// <summary>Moves weights and statistics off the values that they start from: zeros and ones hide mistakes.</summary>
    private static void Shake(FlowNetwork network)
    {
        using var scope = NewDisposeScope();
        using var constant = no_grad();
        foreach (var (name, weight) in network.state_dict().Where(weight => weight.Value.dtype == ScalarType.Float32))
        {
            if (name.EndsWith("running_var", StringComparison.Ordinal))
            {
                weight.add_(rand_like(weight));
            }
            else if (weight.requires_grad || name == "pool" || name.EndsWith("running_mean", StringComparison.Ordinal))
            {
                // Relative to filters, so that deep networks stay tame, and absolute for what begins at 0 or 1.
                weight.add_(randn_like(weight) * 0.05 * (weight.dim() > 1 ? weight : ones_like(weight)));
            }
        }

        network.ForgetPrepared();
    }
}
