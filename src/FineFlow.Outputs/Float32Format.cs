using System.Runtime.InteropServices;
using FineFlow.Core;

namespace FineFlow.Outputs;

/// <summary>The counts alone, float32, little-endian. It is sent and has no files of its own: their shape would be lost.</summary>
internal sealed class Float32Format : OutputFormat
{
    public override string Key => "float32";

    public override IReadOnlyList<string> Endings => [];

    public override string MediaType => "application/octet-stream";

    public override string Description => "the counts as raw little-endian float32";

    public override void Write(Stream stream, Prediction prediction)
    {
        if (prediction.Fine.Exact is not null)
        {
            throw new BadInputException(
                "format", "is float32, which holds whole counts up to 2^24 and not all of this answer's; json or npy is expected");
        }

        stream.Write(MemoryMarshal.AsBytes(prediction.Fine.Values.AsSpan()));
    }
}
