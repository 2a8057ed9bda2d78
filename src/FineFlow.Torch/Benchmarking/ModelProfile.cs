using System.Diagnostics;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Benchmarking;

/// <summary>Where the time of a model goes. All times are means over the rounds, in seconds.</summary>
/// <param name="Model">The catalog's name.</param>
/// <param name="Batch">Samples of a round.</param>
/// <param name="Rounds">Forward passes measured.</param>
/// <param name="ForwardSeconds">A forward pass for inference, as long as it takes while its layers are timed.</param>
/// <param name="OutsideSeconds">What of it is spent outside of all layers: in the network's own forward method.</param>
/// <param name="Layers">The layers, the slowest first.</param>
/// <param name="Step">A training step by its parts; null where the model does not train or training was not asked for.</param>
public sealed record ModelProfile(
    string Model, int Batch, int Rounds, double ForwardSeconds, double OutsideSeconds, IReadOnlyList<LayerTime> Layers, StepTime? Step)
{
    private const int LeastRounds = 3;

    /// <summary>Times the layers of a model.</summary>
    internal static ModelProfile Measure(BenchedModel model, int batch, bool train, TimeSpan time)
    {
        var maps = BenchmarkData.Create(model.Network, batch);
        var multiplyAdds = MultiplyAddCounter.ByLayer(model.Network);
        using var clock = new LayerClock(model.Network);
        model.Network.Prepare();
        Forward(model.Network, maps); // finds the kernels
        clock.Clear();
        var seconds = Repeat(() => Forward(model.Network, maps), time);

        var rounds = seconds.Count;
        var layers = clock.Times
            .Select(layer => layer.Share(rounds, batch * multiplyAdds.GetValueOrDefault(layer.Module)))
            .OrderByDescending(layer => layer.Seconds)
            .ToList();
        var whole = seconds.Average();
        return new(
            model.Name, batch, rounds, whole, whole - layers.Sum(layer => layer.Seconds), layers,
            train && model.Trains ? StepTime.Measure(model, maps, time) : null);
    }

    /// <summary>Results of the rounds, after at least three and the time.</summary>
    internal static List<T> Repeat<T>(Func<T> round, TimeSpan time)
    {
        var results = new List<T>();
        for (var clock = Stopwatch.StartNew(); results.Count < LeastRounds || clock.Elapsed < time;)
        {
            results.Add(round());
        }

        return results;
    }

    private static double Forward(FlowNetwork network, FlowSplit maps)
    {
        using var noGradients = inference_mode(true);
        using var scope = NewDisposeScope();
        var batch = FlowBatch.From(maps.Inputs, network.Device);
        var begin = Stopwatch.GetTimestamp();
        network.call(batch);
        return Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }
}

/// <summary>A layer's own share of a forward pass; the layers inside it have theirs.</summary>
/// <param name="Name">Where it is in the network.</param>
/// <param name="Type">What it is.</param>
/// <param name="Calls">How often a forward pass goes through it.</param>
/// <param name="Seconds">All calls together.</param>
/// <param name="MultiplyAdds">All calls and samples together.</param>
/// <param name="Gflops">Two operations a multiply-add.</param>
public sealed record LayerTime(string Name, string Type, int Calls, double Seconds, long MultiplyAdds, double Gflops);

/// <summary>The parts of a training step.</summary>
/// <param name="ForwardSeconds">Gathering the batch, forward pass and loss.</param>
/// <param name="BackwardSeconds">Gradients.</param>
/// <param name="UpdateSeconds">Clearing the old gradients, and Adam.</param>
public sealed record StepTime(double ForwardSeconds, double BackwardSeconds, double UpdateSeconds)
{
    internal static StepTime Measure(BenchedModel model, FlowSplit maps, TimeSpan time)
    {
        model.Train(maps);
        var steps = ModelProfile.Repeat(() => model.Train(maps), time);
        return new(
            steps.Average(step => step.Forward.TotalSeconds), steps.Average(step => step.Backward.TotalSeconds), steps.Average(step => step.Update.TotalSeconds));
    }
}
