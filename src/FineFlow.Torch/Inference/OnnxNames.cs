namespace FineFlow.Torch.Inference;

/// <summary>The names in FineFlow's ONNX files. Inputs and output are called as in the Open Inference Protocol.</summary>
internal static class OnnxNames
{
    /// <summary>Input: coarse counts [n, C, H, W], float32.</summary>
    public const string Coarse = "coarse";

    /// <summary>Input of models that read them: external factors [n, k], float32.</summary>
    public const string External = "external";

    /// <summary>Input of models that infer from a history: starts of the slots [n], int64, seconds since 1970 on the local clock.</summary>
    public const string Time = "time";

    /// <summary>Output: fine counts [n, C, N*H, N*W], float32.</summary>
    public const string Fine = "fine";

    /// <summary>Metadata: version of what the other keys hold.</summary>
    public const string Format = "fineflow.format";

    /// <summary>The version that is written and read.</summary>
    public const string CurrentFormat = "1";

    /// <summary>Metadata: the model's card, as in the bundle's card.json.</summary>
    public const string Card = "fineflow.card";

    /// <summary>Metadata of models that read external factors: their columns, as in dataset.json.</summary>
    public const string Columns = "fineflow.external";
}
