using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Models.Hourly;

/// <summary>What the tests of CUFAR and UNO share.</summary>
internal static class HourlyNetworks
{
    /// <summary>External factors [B, 7] of the given hours.</summary>
    public static Tensor Externals(params float[] hours) =>
        stack(hours.Select(hour => tensor(new float[] { 12, 5, 0, 1, 6, hour, 3 })));

    /// <summary>Lifts the output convolutions' biases, so that no block is dead, and puts the network into evaluation mode.</summary>
    public static void KeepAlive(FlowNetwork network)
    {
        using var noGradients = no_grad();
        foreach (var (name, parameter) in network.named_parameters())
        {
            if (name.StartsWith("time_", StringComparison.Ordinal) && name.EndsWith(".bias", StringComparison.Ordinal))
            {
                parameter.fill_(10);
            }
        }

        network.eval();
    }
}
