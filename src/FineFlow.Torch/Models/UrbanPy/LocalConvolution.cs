using FineFlow.Torch.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.UrbanPy;

/// <summary>
/// UrbanPy's local layer: the fine map is cut into one s x s tile for each coarse cell, and every tile has a separate dense matrix.
/// [B, inputs, s*H, s*W] to [B, outputs, s*H, s*W].
/// </summary>
internal sealed class LocalConvolution : nn.Module<Tensor, Tensor>, ICountsMultiplyAdds
{
    private const double Deviation = 0.02;

    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;
    private readonly int _side;
    private readonly int _outputs;

    /// <param name="tiles">Coarse cells H*W; tile t is the cell in row t / W and column t % W.</param>
    /// <param name="side">Fine cells s along one side of a coarse cell.</param>
    /// <param name="inputs">Channels of the input.</param>
    /// <param name="outputs">Channels of the output.</param>
    public LocalConvolution(int tiles, int side, int inputs, int outputs)
        : base(nameof(LocalConvolution))
    {
        (_side, _outputs) = (side, outputs);
        _weight = new Parameter(empty(tiles, side * side * inputs, side * side * outputs));
        nn.init.normal_(_weight, 0, Deviation); // as the authors' other convolutions
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (batch, rows, columns) = (input.shape[0], input.shape[2] / _side, input.shape[3] / _side);

        // Order in a tile: row, column, channel.
        var tiles = input.reshape(batch, -1, rows, _side, columns, _side).permute(2, 4, 0, 3, 5, 1);
        var product = bmm(tiles.reshape(rows * columns, batch, -1), _weight);
        var output = product.reshape(rows, columns, batch, _side, _side, _outputs).permute(2, 5, 0, 3, 1, 4);
        return scope.MoveToOuter(output.reshape(batch, _outputs, input.shape[2], input.shape[3]));
    }

    /// <summary>Returns the work of one product for every weight and sample.</summary>
    public long MultiplyAdds(IReadOnlyList<Tensor> inputs) => inputs[0].shape[0] * _weight.numel();
}
