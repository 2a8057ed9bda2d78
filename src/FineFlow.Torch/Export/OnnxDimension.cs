namespace FineFlow.Torch.Export;

/// <summary>A size of an ONNX model's input or output: a number, or a name where the caller chooses it.</summary>
/// <param name="Size">The number; ignored where there is a name.</param>
/// <param name="Name">The name; null for a fixed size.</param>
internal readonly record struct OnnxDimension(long Size, string? Name)
{
    public static implicit operator OnnxDimension(long size) => new(size, null);

    public static implicit operator OnnxDimension(string name) => new(0, name);
}
