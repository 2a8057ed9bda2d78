using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Metrics;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models.Plgf;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;

namespace FineFlow.Torch.Tests.Inference;

/// <summary>A bundle with one damaged byte is refused, or it answers as the sound one did.</summary>
public sealed class DamagedBundleTests : IDisposable
{
    private static readonly FlowSplit Data = SmallFlows.Split(SplitNames.Test, 2, side: 3, factor: 2);
    private readonly TemporaryFolder _folder = new();
    private readonly float[] _answer;

    /// <summary>The smallest PLGF; its input scale is a setting that changes the answer and is stored nowhere but in the card.</summary>
    public DamagedBundleTests()
    {
        using var network = new PlgfNetwork(new PlgfOptions
        {
            Height = 3,
            Width = 3,
            ScaleFactor = 2,
            BaseChannels = 8,
            ContextChannels = 4,
            GrowthRate = 1,
            RdbLayers = 1,
            PyramidScales = 1,
            InputTransform = InputTransform.Scale,
            ScalerX = 1500,
        });
        ModelBundle.Save(_folder.Path, network.state_dict(), Card(network));
        _answer = Answer();
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0x01)]
    [InlineData(0x20)]
    [InlineData(0x80)]
    public void Every_byte_of_the_card_may_be_damaged(byte bits) => AssertRefusedOrUnchanged("card.json", bits, every: 1);

    [Theory]
    [InlineData(0x01)]
    [InlineData(0x80)]
    public void Bytes_all_over_the_weights_may_be_damaged(byte bits) => AssertRefusedOrUnchanged("weights.safetensors", bits, every: 61);

    [Theory]
    [InlineData("card.json", 7)]
    [InlineData("weights.safetensors", 997)]
    public void A_file_cut_anywhere_is_refused(string file, int every)
    {
        var whole = File.ReadAllBytes(_folder.File(file));
        for (var length = 0; length < whole.Length - 1; length += every)
        {
            File.WriteAllBytes(_folder.File(file), whole[..length]);

            Refused.By(() => ModelBundle.Load(_folder.Path));
        }
    }

    private void AssertRefusedOrUnchanged(string file, byte bits, int every)
    {
        var path = _folder.File(file);
        var bytes = File.ReadAllBytes(path);
        var refusals = 0;
        for (var i = 0; i < bytes.Length; i += every)
        {
            bytes[i] ^= bits;
            File.WriteAllBytes(path, bytes);
            bytes[i] ^= bits;
            try
            {
                Assert.Equal(_answer, Answer());
            }
            catch (BadInputException failure)
            {
                Assert.DoesNotContain('\n', failure.Message);
                refusals++;
            }
        }

        Assert.True(refusals > 0);
    }

    private float[] Answer()
    {
        using var model = ModelBundle.Load(_folder.Path);
        return model.Predict(Data.Inputs).Values;
    }

    private static ModelCard Card(FlowNetwork network) => SmallCards.Of(network) with
    {
        Seed = 3,
        Epoch = 2,
        Validation = new FlowMetrics(
            4, (MetricCatalog.Mse, 2.25), (MetricCatalog.Rmse, 1.5), (MetricCatalog.Mae, 1), (MetricCatalog.Mape, 0.5)),
        Data = new DataDescription
        {
            Manifest = new DatasetManifest { Name = "city", Units = "trips" },
            Fingerprint = "00ff",
            TrainSamples = 4,
        },
        Versions = SoftwareVersions.Current,
    };
}
