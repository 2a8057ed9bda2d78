using System.Runtime.InteropServices;
using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Sampling;
using FineFlow.Engine.Bundles;
using FineFlow.Torch.Inference;

namespace FineFlow.Engine.Registry;

/// <summary>Loads a bundle and tries it before it is served.</summary>
internal static class Staging
{
    private const int LargestCount = 500;

    // Temperature, wind, holiday, weekend, Monday, eight o'clock, the first weather class: in every model's range.
    private static readonly float[] Morning = [20, 5, 0, 0, 1, 8, 1];

    /// <summary>
    /// Loads a bundle: its hashes and shapes must be what its card says, and its answer to made-up counts must be finite and add up. The
    /// server's maps always add up, so networks that do not conserve exactly get FineFlow's own recovery, with the same weights.
    /// </summary>
    /// <exception cref="BadInputException">The bundle is not to be served.</exception>
    /// <param name="source">The bundle.</param>
    /// <param name="maxBatch">Units that are inferred at once; measured where null.</param>
    /// <param name="devices">What it computes on.</param>
    public static LoadedModel Load(BundleSource source, int? maxBatch, IReadOnlyList<string> devices)
    {
        var (replicas, throughputs) = (new List<FlowModel>(), new List<Throughput>());
        try
        {
            foreach (var device in devices)
            {
                replicas.Add(ModelBundle.LoadConserving(source.Folder, device));
                throughputs.Add(WarmUp(replicas[^1], source.Folder, maxBatch));
            }

            var slowest = throughputs.MaxBy(throughput => throughput.UnitTime)!;
            return new LoadedModel(source, replicas, slowest, ModelBundle.ReadReference(source.Folder));
        }
        catch (ExternalException failure)
        {
            replicas.ForEach(replica => replica.Dispose());
            throw new BadInputException(source.Folder, $"fails on its first map: {failure.Message.Split('\n')[0]}", failure);
        }
        catch
        {
            replicas.ForEach(replica => replica.Dispose());
            throw;
        }
    }

    private static Throughput WarmUp(FlowModel model, string folder, int? maxBatch)
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
