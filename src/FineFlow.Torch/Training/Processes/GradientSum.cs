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

    // All gradients end to end, then 1 for each parameter that has one and 0 for the others; a slice for each process.
    private float[] _all = [];
    private float[] _received = [];
    private float[] _slice = [];

    private bool IsAlone => processes.WorldSize == 1;

    /// <summary>Begins the sum of a step.</summary>
    public void Begin()
    {
        optimizer.ClearGradients();
        if (!IsAlone && _slice.Length == 0)
        {
            var length = _parameters.Sum(parameter => parameter.numel()) + _parameters.Length;
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
        var rest = _all.AsSpan();
        foreach (var parameter in _parameters)
        {
            var values = rest[..(int)parameter.numel()];
            if (parameter.grad is { } gradient)
            {
                gradient.cpu().contiguous().AsSpan().CopyTo(values);
            }
            else
            {
                values.Fill(TrainingOptimizer.NoGradient);
            }

            rest = rest[values.Length..];
        }

        foreach (var (index, parameter) in _parameters.Index())
        {
            rest[index] = parameter.grad is null ? 0 : 1;
        }
    }

    private void Unpack()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var rest = _all.AsSpan();
        var counts = rest[(int)_parameters.Sum(parameter => parameter.numel())..];
        foreach (var (index, parameter) in _parameters.Index())
        {
            var values = rest[..(int)parameter.numel()];
            if (counts[index] > 0)
            {
                parameter.grad = TensorData.From(values, parameter.shape).to(parameter.device);
            }

            rest = rest[values.Length..];
        }
    }
}
