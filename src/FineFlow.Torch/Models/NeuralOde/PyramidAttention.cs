using FineFlow.Torch.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.NeuralOde;

/// <summary>
/// UrbanODE's pyramid attention (Mei et al., 2020): every cell attends to the 3x3 patches of the map at five sizes. The value patches,
/// weighted by similarity, are added with overlap. [B, C, H, W] to the same shape; C is even.
/// </summary>
internal sealed class PyramidAttention : nn.Module<Tensor, Tensor>, ICountsMultiplyAdds
{
    private const int Patch = 3;

    /// <summary>Cells of a patch.</summary>
    internal const int PatchCells = Patch * Patch;

    /// <summary>The authors' divisor of the sum of overlapping patches, although nine of them cover an inner cell.</summary>
    internal const int Overlap = 4;

    [ComponentName(Name = "escape_NaN")]
    private readonly Tensor _normFloor;
    [ComponentName(Name = "conv_match_L_base")]
    private readonly Sequential _query;
    [ComponentName(Name = "conv_match")]
    private readonly Sequential _key;
    [ComponentName(Name = "conv_assembly")]
    private readonly Sequential _value;
    private readonly IReadOnlyList<double> _scales;
    private readonly double _sharpness;
    private readonly int _channels;
    private readonly int _matchChannels;

    /// <param name="channels">Channels C.</param>
    /// <param name="reduction">Ratio of the channels to those of queries and keys.</param>
    /// <param name="scales">Sizes of the levels as parts of the full size; the first is 1.</param>
    /// <param name="sharpness">Factor before the softmax.</param>
    /// <param name="normFloor">Smallest norm that a patch is divided by.</param>
    public PyramidAttention(int channels, int reduction, IReadOnlyList<double> scales, double sharpness, double normFloor)
        : base(nameof(PyramidAttention))
    {
        (_channels, _matchChannels, _scales, _sharpness) = (channels, channels / reduction, scales, sharpness);
        _normFloor = full(1, normFloor);
        _query = Project(channels, _matchChannels);
        _key = Project(channels, _matchChannels);
        _value = Project(channels, channels);
        RegisterComponents();
    }

    /// <summary>Returns the rows or columns of a level.</summary>
    public static int LevelSize(long size, double scale) => (int)Math.Floor(size * scale);

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (height, width) = (input.shape[2], input.shape[3]);
        var levels = _scales.Select(scale => Resize(input, LevelSize(height, scale), LevelSize(width, scale))).ToList();
        var keys = cat([.. levels.Select(level => Patches(_key.call(level)))], 2); // [B, C/2 * 9, L]
        var values = cat([.. levels.Select(level => Patches(_value.call(level)))], 2); // [B, C * 9, L]

        var directions = keys / maximum(linalg.vector_norm(keys, 2, [1], true), _normFloor);
        var scores = directions.transpose(1, 2).matmul(Patches(_query.call(input))); // [B, L, H*W]
        var attention = nn.functional.softmax(scores * _sharpness, 1);

        var patches = values.matmul(attention); // a patch for every cell: [B, C * 9, H*W]
        var laid = nn.functional.fold(patches, (height, width), (Patch, Patch), padding: (Patch / 2, Patch / 2));
        return scope.MoveToOuter(laid / Overlap + input);
    }

    /// <summary>Returns the work of the similarities and the weighted values; the 1x1 convolutions count themselves.</summary>
    public long MultiplyAdds(IReadOnlyList<Tensor> inputs)
    {
        var (batch, height, width) = (inputs[0].shape[0], inputs[0].shape[2], inputs[0].shape[3]);
        var patches = _scales.Sum(scale => (long)LevelSize(height, scale) * LevelSize(width, scale));
        return batch * patches * height * width * (_matchChannels + _channels) * PatchCells;
    }

    private static Sequential Project(int inputs, int outputs) => nn.Sequential(new Conv2dSame(inputs, outputs, 1), nn.PReLU(1));

    private static Tensor Patches(Tensor maps) => nn.functional.unfold(maps, (Patch, Patch), padding: (Patch / 2, Patch / 2));

    private static Tensor Resize(Tensor maps, long height, long width) =>
        maps.shape[2] == height && maps.shape[3] == width
            ? maps
            : nn.functional.interpolate(maps, [height, width], mode: InterpolationMode.Nearest);
}
