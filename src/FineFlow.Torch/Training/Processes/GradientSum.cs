using System.Runtime.InteropServices;
using FineFlow.Torch.Training.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training.Processes;

/// <summary>
/// The sum of the gradients of a step's micro-batches, one after the other in their order, however many processes compute them: each
/// addition of floats is the one that a single process does. Each process adds one slice of the gradients for all. A parameter without a
/// gradient stays without one unless another process has one.
/// </summary>
/// <param name="optimizer">The optimizer of the parameters, the same in each process.</param>
/// <param name="processes">The processes.</param>
internal sealed class GradientSum(TrainingOptimizer optimizer, IProcessGroup processes)
{
    private readonly Parameter[] _parameters = [.. optimizer.Parameters.Select(pair => pair.Value)];

    // All gradients, laid out as the weights, then 1 for each parameter that has one and 0 for the others; a slice for each process.
    private float[] _all = [];
    private float[] _received = [];
    private float[] _slice = [];

    private Span<float> Counts => _all.AsSpan((int)optimizer.Weights.Length);

    private bool IsAlone => processes.WorldSize == 1;

    /// <summary>Begins the sum of a step.</summary>
    public void Begin()
    {
        optimizer.ClearGradients();
        if (!IsAlone && _slice.Length == 0)
        {
            var length = optimizer.Weights.Length + _parameters.Length;
            _slice = new float[(length + processes.WorldSize - 1) / processes.WorldSize];
            (_all, _received) = (new float[_slice.Length * processes.WorldSize], new float[_slice.Length * processes.WorldSize]);
        }

        Array.Fill(_slice, TrainingOptimizer.NoGradient);
    }

    /// <summary>Adds the gradients of one micro-batch of each of the first processes, in the order of their ranks.</summary>
    /// <param name="count">Number of those processes; the gradients of the others are not looked at.</param>
    public void Add(int count)
    {
        if (IsAlone)
        {
            return; // autograd adds to what is there
        }

        Pack();
        optimizer.ClearGradients();
        processes.Exchange(MemoryMarshal.AsBytes(_all.AsSpan()), MemoryMarshal.AsBytes(_received.AsSpan()));
        for (var rank = 0; rank < count; rank++)
        {
            AddTo(_slice, _received.AsSpan(rank * _slice.Length, _slice.Length));
        }
    }

    /// <summary>Makes the sum the gradients of every process.</summary>
    public void Complete()
    {
        if (!IsAlone)
        {
            processes.Gather(MemoryMarshal.AsBytes(_slice.AsSpan()), MemoryMarshal.AsBytes(_all.AsSpan()));
            Unpack();
        }
    }

    private static void AddTo(Span<float> sum, ReadOnlySpan<float> values)
    {
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] += values[i];
        }
    }

    private void Pack()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var gradients = _parameters.Select(parameter => parameter.grad).ToArray();
        var none = full(1, TrainingOptimizer.NoGradient, ScalarType.Float32, _parameters[0].device);
        var all = gradients.Zip(_parameters, (gradient, parameter) => gradient ?? none.expand(parameter.numel()));
        optimizer.Weights.Join(.._parameters.Length, all).cpu().AsSpan().CopyTo(_all);
        foreach (var (index, gradient) in gradients.Index())
        {
            Counts[index] = gradient is null ? 0 : 1;
        }
    }

    private void Unpack()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var whole = TensorData.From(_all.AsSpan(0, (int)optimizer.Weights.Length), [optimizer.Weights.Length]).to(_parameters[0].device);
        foreach (var (index, gradient) in optimizer.Weights.ViewsOf(whole, _parameters).Index())
        {
            if (Counts[index] > 0)
            {
                _parameters[index].grad = gradient;
            }
        }
    }
}
