using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Settings;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;

namespace FineFlow.Torch.Inference;

/// <summary>Makes a bundle from weights that the published code trained, under its parameter names.</summary>
internal static class WeightsImport
{
    private const string Imported = "imported";

    /// <summary>Makes a bundle and checks that it loads and infers finite maps.</summary>
    /// <param name="weights">A safetensors file with the network's full state dict.</param>
    /// <param name="entry">The network.</param>
    /// <param name="options">The hyperparameters that it was trained with.</param>
    /// <param name="folder">The bundle's folder: new or empty.</param>
    /// <returns>The bundle's card and the conservation residual of its maps on made-up input.</returns>
    /// <exception cref="BadInputException">
    /// A tensor is missing, unknown or of another shape, the folder is not empty, or the network infers values that are not finite.
    /// </exception>
    public static (ModelCard Card, ConservationResidual Residual) Import(
        string weights, ModelEntry entry, NetworkOptions options, string folder)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new BadInputException(folder, "exists already; choose a new or empty folder") { Setting = nameof(folder) };
        }

        using var network = entry.Create(options);
        WeightsFile.Load(weights, network);
        var residual = Try(network, weights);
        ModelBundle.Save(folder, network.state_dict(), new ModelCard
        {
            Format = ModelCard.CurrentFormat,
            Model = entry.Name,
            Options = SettingsBinder.ToJson(options),
            Parameters = network.ParameterCount(),
            NetworkSha256 = "",
            WeightsSha256 = "",
            Recipe = Imported,
            Loss = Imported,
            Versions = SoftwareVersions.Current,
        });
        using var bundle = ModelBundle.Load(folder);
        return (bundle.Card, residual);
    }

    private static ConservationResidual Try(FlowNetwork network, string weights)
    {
        var inputs = TrialInputs.Create(network.Options);
        var fine = Predictor.Predict(network, inputs, weights);
        return Array.TrueForAll(fine.Values, float.IsFinite)
            ? ConservationResidual.Of(inputs.Coarse, fine)
            : throw new BadInputException(weights, "makes the network infer numbers that are not finite");
    }
}
