namespace FineFlow.Torch.Runtime;

/// <summary>Numbers that are multiplied.</summary>
public enum ComputePrecision
{
    /// <summary>32-bit floats.</summary>
    Fp32,

    /// <summary>16-bit floats with the range of 32-bit ones and 8 significant bits.</summary>
    Bf16,
}
