using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training.Optimizers;

/// <summary>
/// An optimizer whose state is kept by the parameters' names. A parameter without a gradient, such as the layer of an hour that a batch
/// lacks, is left alone.
/// </summary>
/// <param name="parameters">The trained parameters by name.</param>
internal abstract class TrainingOptimizer(IReadOnlyList<KeyValuePair<string, Parameter>> parameters) : IDisposable
{
    /// <summary>
    /// What gradients are added to: -0 + x is x for every x, also for -0. A parameter's first gradient, which is added to nothing, and
    /// later ones thus have the same bits.
    /// </summary>
    public const float NoGradient = float.NegativeZero;

    /// <summary>The trained parameters by name.</summary>
    public IReadOnlyList<KeyValuePair<string, Parameter>> Parameters { get; } = parameters;

    /// <summary>The learning rate of the next step.</summary>
    public abstract double LearningRate { get; set; }

    /// <summary>The state as tensors. Counts of steps are copies; <see cref="Restore"/> takes them back.</summary>
    public abstract IReadOnlyList<NamedTensors> Parts { get; }

    /// <summary>Moves the parameters by their gradients.</summary>
    public abstract void Step();

    /// <summary>Resets the state to that of a new optimizer.</summary>
    public abstract void Reset();

    /// <summary>Takes over values that were loaded into <see cref="Parts"/>.</summary>
    public abstract void Restore(IReadOnlyList<NamedTensors> parts);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Returns whether the whole state is finite, since a gradient may be finite while its square is not.</summary>
    public bool IsFinite()
    {
        using var scope = NewDisposeScope();
        return Parts.SelectMany(part => part.Tensors.Values).All(tensor => tensor.isfinite().all().item<bool>());
    }

    /// <summary>Sets the gradients to zero.</summary>
    public void ZeroGradients()
    {
        foreach (var (_, parameter) in Parameters)
        {
            using var gradient = parameter.grad;
            gradient?.fill_(NoGradient);
        }
    }

    /// <summary>Scales all gradients by one factor so that the norm over all of them is at most a limit, as PyTorch does it.</summary>
    public void ClipGradients(double limit)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var gradients = Parameters.Select(p => p.Value.grad).OfType<Tensor>().ToList();
        if (gradients.Count == 0)
        {
            return;
        }

        var norm = stack(gradients.Select(gradient => gradient.norm())).norm().item<float>();
        if (norm > limit)
        {
            gradients.ForEach(gradient => gradient.mul_(limit / (norm + 1e-6)));
        }
    }

    /// <summary>Tensors by the names of the parameters that they belong to.</summary>
    protected NamedTensors Named(string prefix, IEnumerable<Tensor> tensors) =>
        new(prefix, Parameters.Zip(tensors).ToDictionary(pair => pair.First.Key, pair => pair.Second));
}
