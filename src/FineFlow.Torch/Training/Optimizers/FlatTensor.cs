using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training.Optimizers;

/// <summary>
/// A tensor for each parameter, of its shape, end to end in one tensor: an operator on the whole does the work of one on each. A GPU waits
/// for the start of operators rather than for their arithmetic where parameters are many and small.
/// </summary>
internal sealed class FlatTensor : IDisposable
{
    private readonly Tensor _values;
    private readonly long[] _starts;

    /// <summary>Creates tensors of zeros.</summary>
    /// <param name="parameters">The parameters, all on one device.</param>
    public FlatTensor(IReadOnlyList<Parameter> parameters)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        _starts = [0, .. parameters.Select(parameter => parameter.numel())];
        for (var i = 1; i < _starts.Length; i++)
        {
            _starts[i] += _starts[i - 1];
        }

        _values = zeros(_starts[^1], parameters[0].dtype, parameters[0].device).DetachFromDisposeScope();
        Pieces =
        [
            .. parameters.Select((parameter, index) =>
                Of(index..(index + 1)).view(parameter.shape).DetachFromDisposeScope()),
        ];
    }

    /// <summary>The tensors of the parameters, in their order: views.</summary>
    public IReadOnlyList<Tensor> Pieces { get; }

    /// <summary>Sets every element to zero.</summary>
    public void Clear() => _values.zero_();

    /// <summary>Returns the tensors of a run of parameters as one, [elements]: a view.</summary>
    public Tensor Of(Range run) =>
        _values.narrow(0, _starts[run.Start.Value], _starts[run.End.Value] - _starts[run.Start.Value]);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var piece in Pieces)
        {
            piece.Dispose();
        }

        _values.Dispose();
    }
}
