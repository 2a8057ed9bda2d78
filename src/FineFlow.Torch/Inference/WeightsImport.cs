using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Sampling;
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
        const int Samples = 2, LargestCount = 500;
        const float Morning = 8;
        var options = network.Options;
        var random = new RandomStream(0);
        var coarse = new FlowMaps(new(Samples, options.InChannels, options.Height, options.Width));
        for (var i = 0; i < coarse.Values.Length; i++)
        {
            coarse.Values[i] = random.NextInt(LargestCount);
        }

        float[] slot = [20, 5, 0, 0, 1, Morning, 1];
        var fine = Predictor.Predict(network, new FlowInputs(coarse, new ExternalFactors([.. slot, .. slot])), weights);
        return Array.TrueForAll(fine.Values, float.IsFinite)
            ? ConservationResidual.Of(coarse, fine)
            : throw new BadInputException(weights, "makes the network infer numbers that are not finite");
    }
}
