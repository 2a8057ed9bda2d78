using System.CommandLine;
using FineFlow.Torch.Inference;

namespace FineFlow.Cli.Commands;

/// <summary>Loads bundles for the commands.</summary>
internal static class ModelLoader
{
    /// <summary>Loads a run's bundle on the device of --device, in the mode of --exact or --project.</summary>
    public static FlowModel Load(string run, ParseResult parsed) =>
        ModelBundle.Load(run, CommonOptions.RecoveryOf(parsed), CommonOptions.DeviceOf(parsed));
}
