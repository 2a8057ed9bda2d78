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
    /// The gradient of a parameter that a batch does not reach. To add to -0 changes no number, not even -0, so that sums have the same
    /// bits wherever they begin.
    /// </summary>
    public const float NoGradient = float.NegativeZero;

    // Elements that an operator works on at once: few enough for what lies between two operators to stay in a processor's caches.
    private const long Most = 1 << 20;

    private readonly Parameter[] _trained;
    private readonly long[] _sizes;
    private readonly bool[] _isReached;

    /// <param name="parameters">The trained parameters by name. Their values move into one tensor, of which they become views.</param>
    protected TrainingOptimizer(IReadOnlyList<KeyValuePair<string, Parameter>> parameters)
    {
        Parameters = parameters;
        _trained = [.. parameters.Select(p => p.Value)];
        Weights = FlatTensor.Taking(_trained);
        _sizes = [.. parameters.Select(p => p.Value.numel())];
        _isReached = new bool[parameters.Count];
    }

    /// <summary>The trained parameters by name.</summary>
    public IReadOnlyList<KeyValuePair<string, Parameter>> Parameters { get; }

    /// <summary>The values of the parameters, which are views of it.</summary>
    public FlatTensor Weights { get; }

    /// <summary>The learning rate of the next step.</summary>
    public abstract double LearningRate { get; set; }

    /// <summary>The state as tensors. Counts of steps are copies; <see cref="Restore"/> takes them back.</summary>
    public abstract IReadOnlyList<NamedTensors> Parts { get; }

    /// <summary>Moves the parameters by their gradients, as many at once as take the same step.</summary>
    public void Step()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var gradients = Gradients();
        for (var start = 0; start < gradients.Length;)
        {
            var end = start + 1;
            if (gradients[start] is not null)
            {
                for (var size = _sizes[start]; end < gradients.Length && gradients[end] is not null && GoTogether(start, end); end++)
                {
                    size += _sizes[end];
                    if (size > Most)
                    {
                        break;
                    }
                }

                using var run = NewDisposeScope();
                Step(start..end, Weights.Join(start..end, gradients[start..end]!));
            }

            start = end;
        }
    }

    /// <summary>Resets the state to that of a new optimizer.</summary>
    public abstract void Reset();

    /// <summary>Takes over values that were loaded into <see cref="Parts"/>.</summary>
    public abstract void Restore(IReadOnlyList<NamedTensors> parts);

    /// <inheritdoc/>
    public virtual void Dispose() => Weights.Dispose();

    /// <summary>Returns whether the whole state is finite, since a gradient may be finite while its square is not.</summary>
    public bool IsFinite()
    {
        using var scope = NewDisposeScope();
        return Parts.SelectMany(part => part.Tensors.Values).All(tensor => tensor.isfinite().all().item<bool>());
    }

    /// <summary>Takes the gradients away. Autograd then makes new ones without adding them to anything.</summary>
    public void ClearGradients()
    {
        foreach (var (_, parameter) in Parameters)
        {
            parameter.grad = null;
        }
    }

    /// <summary>Scales all gradients by one factor so that the norm over all of them is at most a limit, as PyTorch does it.</summary>
    public void ClipGradients(double limit)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var gradients = _trained.Select(parameter => parameter.grad).OfType<Tensor>().ToList();
        if (gradients.Count == 0)
        {
            return;
        }

        // In 64 bits and without reading the norm, which would wait for a GPU. A factor of 1 changes no gradient.
        var norm = stack(gradients.Select(gradient => gradient.norm())).norm().to(ScalarType.Float64);
        var factor = where(norm > limit, full_like(norm, limit).div_(norm + 1e-6), ones_like(norm)).to(ScalarType.Float32);
        gradients.ForEach(gradient => gradient.mul_(factor));
    }

    /// <summary>Returns whether two parameters take the same step, apart from their values.</summary>
    protected abstract bool GoTogether(int one, int other);

    /// <summary>Moves a run of parameters.</summary>
    /// <param name="run">The parameters.</param>
    /// <param name="gradients">Their gradients, laid out as their <see cref="Weights"/>.</param>
    protected abstract void Step(Range run, Tensor gradients);

    /// <summary>
    /// Says that a parameter has taken a step. From then on it goes on moving, with a gradient of zero where a batch does not reach it.
    /// </summary>
    protected void Reach(int index) => _isReached[index] = true;

    /// <summary>Returns the numbers of a run's parameters.</summary>
    protected static IEnumerable<int> Of(Range run) => Enumerable.Range(run.Start.Value, run.End.Value - run.Start.Value);

    /// <summary>Tensors by the names of the parameters that they belong to.</summary>
    protected NamedTensors Named(string prefix, IEnumerable<Tensor> tensors) =>
        new(prefix, Parameters.Zip(tensors).ToDictionary(pair => pair.First.Key, pair => pair.Second));

    /// <summary>Returns the gradient of each parameter that a batch has ever reached.</summary>
    private Tensor?[] Gradients()
    {
        var gradients = new Tensor?[Parameters.Count];
        foreach (var (index, (_, parameter)) in Parameters.Index())
        {
            gradients[index] = parameter.grad ?? (_isReached[index] ? full_like(parameter, NoGradient) : null);
            _isReached[index] |= gradients[index] is not null;
        }

        return gradients;
    }
}
