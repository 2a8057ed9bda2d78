namespace FineFlow.Server.OpenInference;

/// <summary>The names of the protocol.</summary>
internal static class Tensors
{
    public const string Coarse = "coarse", External = "external", Fine = "fine";
    public const string Float = "FP32";

    /// <summary>Says how many bytes of a body are JSON; the rest is tensors.</summary>
    public const string HeaderLength = "Inference-Header-Content-Length";
}
