using System.Diagnostics;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using static TorchSharp.torch;

namespace FineFlow.Torch.Benchmarking;

/// <summary>Times of a model's layers. All times are means over the rounds, in seconds.</summary>
/// <param name="Model">The catalog's name.</param>
/// <param name="Batch">Samples of a round.</param>
/// <param name="Rounds">Forward passes measured.</param>
/// <param name="ForwardSeconds">A forward pass for inference while its layers are timed.</param>
/// <param name="OutsideSeconds">The part of it outside of all layers, in the network's own forward method.</param>
/// <param name="Layers">The layers, the slowest first.</param>
/// <param name="Operators">
/// Operators of libtorch that one map takes without the kernels, as a GPU infers it (<see cref="OperatorCount"/>); null where they cannot
/// be counted.
/// </param>
/// <param name="Waits">How often inferring one map waits for a GPU at most; null where that cannot be counted.</param>
/// <param name="Step">The parts of a training step; null where the model does not train or training was not requested.</param>
internal sealed record ModelProfile(
    string Model,
    int Batch,
    int Rounds,
    double ForwardSeconds,
    double OutsideSeconds,
    IReadOnlyList<LayerTime> Layers,
    int? Operators,
    int? Waits,
    StepTime? Step)
{
    private const int LeastRounds = 3;

    /// <summary>Times the layers of a model.</summary>
    internal static ModelProfile Measure(BenchedModel model, int batch, bool train, TimeSpan time)
    {
        var maps = BenchmarkData.Create(model.Network, batch);
        var multiplyAdds = MultiplyAddCounter.ByLayer(model.Network);
        using var clock = new LayerClock(model.Network);
        model.Network.Prepare();
        Forward(model.Network, maps); // the first pass also chooses its kernels
        clock.Clear();
        var seconds = Repeat(() => Forward(model.Network, maps), time);

        var rounds = seconds.Count;
        var layers = clock.Times
            .Select(layer => layer.Share(rounds, batch * multiplyAdds.GetValueOrDefault(layer.Module)))
            .OrderByDescending(layer => layer.Seconds)
            .ToList();
        var whole = seconds.Average();
        var map = OperatorCounter.IsSupported ? model.CountMap(maps) : null;
        return new(
            model.Name, batch, rounds, whole, whole - layers.Sum(layer => layer.Seconds), layers, map?.Operators, map?.Waits,
            train && model.Trains ? StepTime.Measure(model, maps, time) : null);
    }

    /// <summary>Repeats a round for a time, three times at least, and returns its results.</summary>
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

/// <summary>A layer's part of a forward pass, without the layers inside it.</summary>
/// <param name="Name">The layer's path in the network.</param>
/// <param name="Type">The layer's type.</param>
/// <param name="Calls">Calls of the layer in a forward pass.</param>
/// <param name="Seconds">Seconds of all calls.</param>
/// <param name="MultiplyAdds">Multiply-adds of all calls and samples.</param>
/// <param name="Gflops">10^9 operations per second; a multiply-add is two operations.</param>
internal sealed record LayerTime(string Name, string Type, int Calls, double Seconds, long MultiplyAdds, double Gflops);

/// <summary>The parts of a training step.</summary>
/// <param name="ForwardSeconds">Batch, forward pass and loss.</param>
/// <param name="BackwardSeconds">Gradients.</param>
/// <param name="UpdateSeconds">Clearing the gradients, and the optimizer.</param>
/// <param name="Operators">
/// Operators of libtorch in a step without the kernels, as a GPU runs it (<see cref="OperatorCount"/>); null where they cannot be counted.
/// </param>
/// <param name="Waits">How often such a step waits for a GPU at most; null where that cannot be counted.</param>
internal sealed record StepTime(double ForwardSeconds, double BackwardSeconds, double UpdateSeconds, int? Operators, int? Waits)
{
    internal static StepTime Measure(BenchedModel model, FlowSplit maps, TimeSpan time)
    {
        model.Train(maps);
        var steps = ModelProfile.Repeat(() => model.Train(maps), time);
        var count = OperatorCounter.IsSupported ? model.CountStep(maps) : null;
        return new(
            steps.Average(step => step.Forward.TotalSeconds),
            steps.Average(step => step.Backward.TotalSeconds),
            steps.Average(step => step.Update.TotalSeconds),
            count?.Operators,
            count?.Waits);
    }
}
