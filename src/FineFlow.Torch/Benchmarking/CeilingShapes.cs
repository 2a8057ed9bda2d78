namespace FineFlow.Torch.Benchmarking;

/// <summary>Shapes of the operations that measure a machine's ceiling.</summary>
/// <param name="MatrixSizes">Rows and columns of square matrices.</param>
/// <param name="Channels">Input and output channels of the convolution.</param>
/// <param name="Side">Rows and columns of the convolution's maps.</param>
/// <param name="Batch">Samples of the convolution.</param>
internal sealed record CeilingShapes(IReadOnlyList<int> MatrixSizes, int Channels, int Side, int Batch)
{
    public static CeilingShapes Default { get; } = new([512, 1024, 2048], Channels: 128, Side: 64, Batch: 4);
}
