namespace FineFlow.Torch.Benchmarking;

/// <summary>Shapes at which a machine is at its best.</summary>
/// <param name="MatrixSizes">Rows and columns of square matrices.</param>
/// <param name="Channels">Channels of the convolution, in and out.</param>
/// <param name="Side">Rows and columns of its maps.</param>
/// <param name="Batch">Its samples.</param>
internal sealed record CeilingShapes(IReadOnlyList<int> MatrixSizes, int Channels, int Side, int Batch)
{
    public static CeilingShapes Default { get; } = new([512, 1024, 2048], Channels: 128, Side: 64, Batch: 16);
}
