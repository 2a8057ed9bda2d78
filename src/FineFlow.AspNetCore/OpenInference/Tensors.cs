namespace FineFlow.AspNetCore.OpenInference;

/// <summary>The names of the protocol, and of FineFlow's tensors and parameters in it.</summary>
internal static class Tensors
{
    /// <summary>Inputs.</summary>
    public const string Coarse = "coarse", External = "external", Time = "time";

    /// <summary>Outputs.</summary>
    public const string Fine = "fine", Quantiles = "quantiles", Draws = "draws", Observed = "observed";

    public const string Float = "FP32", Whole = "INT64";

    /// <summary>Says how many bytes of a body are JSON; the rest is tensors.</summary>
    public const string HeaderLength = "Inference-Header-Content-Length";

    /// <summary>The inputs with their types.</summary>
    public static IReadOnlyDictionary<string, string> Inputs { get; } =
        new Dictionary<string, string> { [Coarse] = Float, [External] = Float, [Time] = Whole };

    public static IReadOnlyList<string> Outputs { get; } = [Fine, Quantiles, Draws, Observed];

    /// <summary>Bytes of a value of a type.</summary>
    public static int Bytes(string type) => type == Whole ? sizeof(long) : sizeof(float);
}
