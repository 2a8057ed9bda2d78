using System.CommandLine;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Runtime;
using TorchSharp;

namespace FineFlow.Cli.Commands;

/// <summary>Loads bundles for the commands.</summary>
internal static class ModelLoader
{
    /// <summary>Loads a run's bundle on the device of --device, in the mode of --exact or --project.</summary>
    public static FlowModel Load(string run, ParseResult parsed)
    {
        var device = Devices.Require(parsed.GetValue(CommonOptions.Device) ?? Devices.Cpu);
        var model = ModelBundle.Load(run, CommonOptions.RecoveryOf(parsed));
        model.Network.to(device);
        return model;
    }
}
