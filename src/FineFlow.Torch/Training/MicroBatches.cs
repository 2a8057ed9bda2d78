using FineFlow.Core;
using FineFlow.Torch.Networks;
using TorchSharp.Modules;

namespace FineFlow.Torch.Training;

/// <summary>
/// Whether a step can be taken in pieces whose gradients add up to the batch's, so that no more is held in memory than a piece needs.
/// </summary>
internal static class MicroBatches
{
    private const string Option = "option --micro-batch";

    /// <summary>A size, if it is one; null, all samples of a step at once, is.</summary>
    /// <exception cref="BadInputException">It is below 1.</exception>
    public static int? Checked(int? size) => size is < 1 ? throw new BadInputException(Option, $"is {size}; expected at least 1") : size;

    /// <summary>Refuses a network whose samples of a batch act upon each other in training: pieces would train another network.</summary>
    /// <exception cref="BadInputException">It normalises over the batch.</exception>
    public static void Check(FlowNetwork network)
    {
        if (network.modules().OfType<BatchNorm>().Any())
        {
            throw new BadInputException(
                Option, $"does not fit {network.GetName()}, whose batch normalisation takes mean and variance over the whole batch; leave it out");
        }
    }
}
