using FineFlow.Core;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using TorchSharp;

namespace FineFlow.Torch.Training.Runs;

/// <summary>Which numbers a model's training steps can be computed in.</summary>
internal static class Precisions
{
    /// <summary>
    /// Returns the fastest precision: bfloat16 where the model supports it and the GPU, or the processor with oneDNN, multiplies it.
    /// </summary>
    public static ComputePrecision Best(ModelEntry model, DeviceType device) =>
        model.SupportsBf16 && (device == DeviceType.CUDA || ProcessorMultipliesBf16) ? ComputePrecision.Bf16 : ComputePrecision.Fp32;

    /// <summary>Validates a choice for a model.</summary>
    /// <exception cref="BadInputException">The model does not support it.</exception>
    public static ComputePrecision Check(ModelEntry model, ComputePrecision precision) =>
        precision == ComputePrecision.Fp32 || model.SupportsBf16
            ? precision
            : throw new BadInputException("setting 'precision'", $"is bf16, which {model.Name} does not support; expected fp32")
            {
                Setting = nameof(RunOptions.Precision),
            };

    private static bool ProcessorMultipliesBf16 => OneDnn.MultipliesBf16(InstructionSets.Collect(ProcessorFile.Read()));
}
