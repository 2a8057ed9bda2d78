using System.Runtime.InteropServices;
using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Sampling;
using FineFlow.Engine.Bundles;
using FineFlow.Torch.Inference;

namespace FineFlow.Engine.Registry;

/// <summary>Reads bundles and tries them before they are served.</summary>
/// <param name="maxBatch">Units that are inferred at once; measured where null.</param>
/// <param name="devices">What they compute on; each holds all of them.</param>
internal sealed class Staging(int? maxBatch, IReadOnlyList<string> devices)
{
    private const int LargestCount = 500;

    // Temperature, wind, holiday, weekend, Monday, eight o'clock, the first weather class: in every model's range.
    private static readonly float[] Morning = [20, 5, 0, 0, 1, 8, 1];

    /// <summary>Reads the card of a bundle, and nothing else.</summary>
    /// <exception cref="BadInputException">It cannot be read, or names what this version does not know.</exception>
    public static ServedModel Describe(BundleSource source) => new(source, ModelBundle.ReadCard(source.Folder));

    /// <summary>
    /// Reads the weights of a version for each device, with one reference, which is the caller's: hashes and shapes must be what the card
    /// says. The first time its answer to made-up counts must be finite and add up. The server's maps always add up, so networks that do
    /// not conserve exactly get FineFlow's own recovery, with the same weights.
    /// </summary>
    /// <param name="version">The version, whose weights are not in memory.</param>
    /// <exception cref="BadInputException">The bundle is not to be served, or has changed since it was described.</exception>
    public void Load(ServedModel version)
    {
        var (folder, replicas) = (version.Source.Folder, new List<FlowModel>());
        try
        {
            foreach (var device in devices)
            {
                replicas.Add(ModelBundle.Load(folder, version.Recovery, device));
            }

            if (Contents(replicas[0].Card) != Contents(version.Card))
            {
                throw new BadInputException(folder, "has changed since it was served first; a changed bundle needs a version of its own");
            }

            if (!version.IsTried)
            {
                var slowest = replicas.ConvertAll(replica => WarmUp(replica, folder)).MaxBy(throughput => throughput.UnitTime)!;
                version.HasProved(slowest, ModelBundle.ReadReference(folder), replicas.Sum(replica => replica.BytesInMemory));
            }

            version.Weights.Bring(replicas);
        }
        catch (ExternalException failure)
        {
            replicas.ForEach(replica => replica.Dispose());
            throw new BadInputException(folder, $"fails on its first map: {failure.Message.Split('\n')[0]}", failure);
        }
        catch
        {
            replicas.ForEach(replica => replica.Dispose());
            throw;
        }
    }

    private static (string, string, string?) Contents(ModelCard card) => (card.WeightsSha256, card.NetworkSha256, card.HistorySha256);

    private Throughput WarmUp(FlowModel model, string folder)
    {
        var options = model.Network.Options;
        var random = new RandomStream(0);
        var coarse = new FlowMaps(new(1, options.InChannels, options.Height, options.Width));
        for (var i = 0; i < coarse.Values.Length; i++)
        {
            coarse.Values[i] = random.NextInt(LargestCount);
        }

        var external = new ExternalFactors([.. Morning]);
        var residual = ConservationResidual.Of(coarse, model.Predict(new FlowInputs(coarse, external), source: folder));
        return residual.Conserves
            ? Throughput.Measure(model, coarse, external, maxBatch)
            : throw new BadInputException(
                folder,
                $"answers made-up counts with a map that does not add up: {residual.Largest:G3} counts are missing at {residual.Worst}");
    }
}
