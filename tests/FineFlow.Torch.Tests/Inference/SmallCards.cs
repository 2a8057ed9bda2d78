using FineFlow.Core.Settings;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Tests.Inference;

/// <summary>Cards that say what a bundle has to, and no more.</summary>
internal static class SmallCards
{
    public static ModelCard Of(FlowNetwork network) => new()
    {
        Format = ModelCard.CurrentFormat,
        Model = network.GetName(),
        Options = SettingsBinder.ToJson(network.Options),
        Parameters = network.ParameterCount(),
        WeightsSha256 = "",
        NetworkSha256 = "",
        Recipe = "common",
        Loss = "mse",
        Recovery = network.Mode,
    };
}
