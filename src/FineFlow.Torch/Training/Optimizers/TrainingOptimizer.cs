using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training.Optimizers;

/// <summary>
/// An optimizer whose state is kept by the parameters' names. A parameter without a gradient, such as the layer of an hour that a batch
/// lacks, is left alone.
/// </summary>
internal abstract class TrainingOptimizer : IDisposable
{
    /// <summary>
    /// What gradients are added to: -0 + x is x for every x, also for -0. A parameter's first gradient, which is added to nothing, and
    /// later ones thus have the same bits.
    /// </summary>
    public const float NoGradient = float.NegativeZero;

    // Elements that an operator works on at once: few enough for what lies between two operators to stay in a processor's caches.
    private const long Most = 1 << 20;

    private readonly FlatTensor _gradients;
    private readonly bool[] _hasGradient;

    /// <param name="parameters">The trained parameters by name, all on one device.</param>
    protected TrainingOptimizer(IReadOnlyList<KeyValuePair<string, Parameter>> parameters)
    {
        Parameters = parameters;
        _gradients = new([.. parameters.Select(p => p.Value)], NoGradient);
        _hasGradient = new bool[parameters.Count];
    }

    /// <summary>The trained parameters by name.</summary>
    public IReadOnlyList<KeyValuePair<string, Parameter>> Parameters { get; }

    /// <summary>The learning rate of the next step.</summary>
    public abstract double LearningRate { get; set; }

    /// <summary>The state as tensors. Counts of steps are copies; <see cref="Restore"/> takes them back.</summary>
    public abstract IReadOnlyList<NamedTensors> Parts { get; }

    /// <summary>Moves the parameters by their gradients.</summary>
    public void Step()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        TakeGradients();
        for (var start = 0; start < Parameters.Count;)
        {
            var end = start + 1;
            if (_hasGradient[start])
            {
                while (end < Parameters.Count && _hasGradient[end] && GoTogether(start, end)
                    && _gradients.Length(start..(end + 1)) <= Most)
                {
                    end++;
                }

                using var run = NewDisposeScope();
                Step(start..end, _gradients.Of(start..end));
            }

            start = end;
        }
    }

    /// <summary>Resets the state to that of a new optimizer.</summary>
    public abstract void Reset();

    /// <summary>Takes over values that were loaded into <see cref="Parts"/>.</summary>
    public abstract void Restore(IReadOnlyList<NamedTensors> parts);

    /// <inheritdoc/>
    public virtual void Dispose() => _gradients.Dispose();

    /// <summary>Returns whether the whole state is finite, since a gradient may be finite while its square is not.</summary>
    public bool IsFinite()
    {
        using var scope = NewDisposeScope();
        return Parts.SelectMany(part => part.Tensors.Values).All(tensor => tensor.isfinite().all().item<bool>());
    }

    /// <summary>Sets the gradients to zero.</summary>
    public void ZeroGradients()
    {
        TakeGradients();
        _gradients.Fill(NoGradient);
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

    /// <summary>Returns whether two parameters take the same step, apart from their values.</summary>
    protected abstract bool GoTogether(int one, int other);

    /// <summary>Moves a run of parameters.</summary>
    /// <param name="run">The parameters.</param>
    /// <param name="gradients">Their gradients, [elements].</param>
    protected abstract void Step(Range run, Tensor gradients);

    /// <summary>
    /// Gives a parameter a gradient of zero, if it has none. A parameter that has taken a step keeps a gradient from then on, zero where a
    /// batch does not reach it, and goes on moving.
    /// </summary>
    protected void RequireGradient(int index)
    {
        if (!_hasGradient[index])
        {
            Parameters[index].Value.grad = _gradients.Pieces[index];
            _hasGradient[index] = true;
        }
    }

    /// <summary>Returns the values of a run of parameters as one tensor, [elements].</summary>
    protected Tensor Values(Range run) => cat([.. Of(run).Select(index => Parameters[index].Value.reshape(-1))]);

    /// <summary>Returns the numbers of a run's parameters.</summary>
    protected static IEnumerable<int> Of(Range run) => Enumerable.Range(run.Start.Value, run.End.Value - run.Start.Value);

    /// <summary>Tensors by the names of the parameters that they belong to.</summary>
    protected NamedTensors Named(string prefix, IEnumerable<Tensor> tensors) =>
        new(prefix, Parameters.Zip(tensors).ToDictionary(pair => pair.First.Key, pair => pair.Second));

    /// <summary>Moves gradients that autograd has made into their places, where it adds later ones to them.</summary>
    private void TakeGradients()
    {
        using var noGradients = no_grad();
        foreach (var (index, (_, parameter)) in Parameters.Index())
        {
            if (_hasGradient[index])
            {
                continue;
            }

            using var gradient = parameter.grad;
            if (gradient is not null)
            {
                _gradients.Pieces[index].copy_(gradient);
                RequireGradient(index);
            }
        }
    }
}
