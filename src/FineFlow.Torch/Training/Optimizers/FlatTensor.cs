using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training.Optimizers;

/// <summary>
/// A tensor for each parameter, of its shape, one behind the other in one tensor: an operator on the whole does the work of one on each. A
/// GPU waits for the start of operators rather than for their arithmetic where parameters are many and small.
/// </summary>
internal sealed class FlatTensor : IDisposable
{
    // Elements between the begins of two tensors, a multiple of this: each begins where memory of its own could, in 32 and in 16 bits.
    private const long Alignment = 32;

    private readonly long[] _starts, _sizes;
    private readonly Tensor _gap;

    /// <summary>Creates tensors of zeros.</summary>
    /// <param name="parameters">The parameters, all of one type and on one device.</param>
    public FlatTensor(IReadOnlyList<Parameter> parameters)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        _sizes = [.. parameters.Select(parameter => parameter.numel())];
        _starts = new long[_sizes.Length + 1];
        foreach (var (index, size) in _sizes.Index())
        {
            _starts[index + 1] = _starts[index] + ((size + Alignment - 1) / Alignment * Alignment);
        }

        _gap = zeros(Alignment, parameters[0].dtype, parameters[0].device).DetachFromDisposeScope();
        Whole = zeros(_starts[^1], parameters[0].dtype, parameters[0].device).DetachFromDisposeScope();
        Pieces = [.. ViewsOf(Whole, parameters).Select(piece => piece.DetachFromDisposeScope())];
    }

    /// <summary>All tensors, with zeros between some of them, [elements].</summary>
    public Tensor Whole { get; }

    /// <summary>The tensors of the parameters, in their order: views.</summary>
    public IReadOnlyList<Tensor> Pieces { get; }

    /// <summary>Number of elements of the whole.</summary>
    public long Length => _starts[^1];

    /// <summary>Moves parameters into tensors of this kind: each keeps its values and becomes a view.</summary>
    /// <param name="parameters">The parameters, all of one type and on one device.</param>
    public static FlatTensor Taking(IReadOnlyList<Parameter> parameters)
    {
        var taken = new FlatTensor(parameters);
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        foreach (var (parameter, piece) in parameters.Zip(taken.Pieces))
        {
            piece.copy_(parameter);
            parameter.set_(piece);
        }

        return taken;
    }

    /// <summary>Sets every element to zero.</summary>
    public void Clear() => Whole.zero_();

    /// <summary>Returns the tensors of a run of parameters as one, [elements]: a view.</summary>
    public Tensor Of(Range run) => Whole.narrow(0, _starts[run.Start.Value], _starts[run.End.Value] - _starts[run.Start.Value]);

    /// <summary>Returns tensors of a run of parameters as one, laid out as <see cref="Of"/> is, not to be changed.</summary>
    /// <param name="run">The parameters.</param>
    /// <param name="tensors">A tensor of its size for each.</param>
    public Tensor Join(Range run, IEnumerable<Tensor> tensors)
    {
        var all = tensors.Index().SelectMany(tensor => WithGap(tensor.Item.reshape(-1), run.Start.Value + tensor.Index)).ToList();
        return all.Count > 1 ? cat(all) : all[0];

        IEnumerable<Tensor> WithGap(Tensor values, int index) => _starts[index + 1] - _starts[index] - _sizes[index] is > 0 and var rest
            ? [values, _gap.narrow(0, 0, rest)]
            : [values];
    }

    /// <summary>Returns the tensors of all parameters in one that is laid out as the whole: views.</summary>
    public IEnumerable<Tensor> ViewsOf(Tensor whole, IReadOnlyList<Parameter> parameters) => parameters.Select((parameter, index) =>
        whole.narrow(0, _starts[index], _sizes[index]).view(parameter.shape));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var piece in Pieces)
        {
            piece.Dispose();
        }

        _gap.Dispose();
        Whole.Dispose();
    }
}
