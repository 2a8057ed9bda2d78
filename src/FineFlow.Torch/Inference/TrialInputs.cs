using FineFlow.Core;
using FineFlow.Core.Sampling;
using FineFlow.Torch.Models.Hourly;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Inference;

/// <summary>Made-up inputs, on which a model is tried.</summary>
internal static class TrialInputs
{
    private const int Samples = 2, LargestCount = 500, Morning = 8;

    /// <summary>8 o'clock on 1 January 2024.</summary>
    private const long Time = 1_704_096_000;

    /// <summary>Returns inputs of a network's size: whole counts below 500, and two equal mornings.</summary>
    public static FlowInputs Create(NetworkOptions options)
    {
        var random = new RandomStream(0);
        var coarse = new FlowMaps(new(Samples, options.InChannels, options.Height, options.Width));
        for (var i = 0; i < coarse.Values.Length; i++)
        {
            coarse.Values[i] = random.NextInt(LargestCount);
        }

        var hour = options is HourlyOptions hourly ? hourly.HourOffset : Morning;
        float[] slot = [20, 5, 0, 0, 1, hour, 1];
        return new(coarse, new ExternalFactors([.. slot, .. slot]), [Time, Time]);
    }
}
