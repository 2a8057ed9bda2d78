using FineFlow.Core;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using TorchSharp;

namespace FineFlow.Torch.Training;

/// <summary>Which numbers a model's training steps can be computed in.</summary>
internal static class Precisions
{
    /// <summary>The fastest here: bfloat16 where the model admits it and the GPU or the processor multiplies it.</summary>
    public static NumberType Best(ModelEntry model, DeviceType device) =>
        model.AdmitsBf16 && (device == DeviceType.CUDA || InstructionSets.Collect(ProcessorFile.Read()).MultipliesBf16) ? NumberType.Bf16 : NumberType.Fp32;

    /// <summary>A choice, if the model admits it.</summary>
    /// <exception cref="BadInputException">It does not.</exception>
    public static NumberType Check(ModelEntry model, NumberType precision) => precision == NumberType.Fp32 || model.AdmitsBf16
        ? precision
        : throw new BadInputException("option --precision", $"is bf16, which {model.Name} does not admit; fp32 is expected");
}
