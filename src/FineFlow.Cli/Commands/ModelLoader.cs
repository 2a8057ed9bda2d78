using System.CommandLine;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Runtime;
using TorchSharp;

namespace FineFlow.Cli.Commands;

/// <summary>Loads bundles for the commands.</summary>
internal static class ModelLoader
{
    /// <summary>The bundle of a run on the device that --device names, with the recovery that --exact or --project ask for.</summary>
    public static FlowModel Load(string run, ParseResult parsed)
    {
        var device = Devices.Require(parsed.GetValue(CommonOptions.Device) ?? Devices.Cpu);
        var model = ModelBundle.Load(run, CommonOptions.RecoveryOf(parsed));
        model.Network.to(device);
        return model;
    }
}
