namespace FineFlow.Core.Formats;

/// <summary>One tensor of a safetensors file, in C order.</summary>
/// <param name="Name">Name of the tensor, such as the official name of a network's parameter.</param>
/// <param name="Type">Type of the elements.</param>
/// <param name="Shape">Size of each axis; empty for a scalar.</param>
/// <param name="Offset">Start of the data, in bytes from the start of the file; it need not be aligned.</param>
/// <param name="Length">Bytes of the data.</param>
internal sealed record SafetensorsEntry(string Name, SafetensorsType Type, long[] Shape, long Offset, long Length);
