using System.CommandLine;
using FineFlow.Torch.Inference;

namespace FineFlow.Cli.Commands;

/// <summary>Loads bundles for the commands.</summary>
internal static class Models
{
    /// <summary>The bundle of a run, with the recovery that --exact or --project ask for.</summary>
    public static FlowModel Load(string run, ParseResult parsed)
    {
        var model = ModelBundle.Load(run);
        if (CommonOptions.RecoveryOf(parsed) is { } recovery)
        {
            model.Network.Use(recovery);
        }

        return model;
    }
}
