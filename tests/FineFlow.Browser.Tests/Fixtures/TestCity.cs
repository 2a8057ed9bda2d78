using FineFlow.Core.Datasets;
using FineFlow.Synthetic;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Browser.Tests.Fixtures;

/// <summary>The small city with a place on earth, and three models of it that need no training.</summary>
internal static class TestCity
{
    /// <summary>Slots of the test split, which is what the server shows: two days of thirty.</summary>
    public const int Slots = 60, SlotsADay = 30;

    public const int Coarse = 16, Fine = 64;

    private static readonly BoundingBox Place = new() { West = 116.2, South = 39.8, East = 116.6, North = 40.1 };

    /// <summary>Writes the dataset and returns it.</summary>
    public static FlowDataset Write(string folder)
    {
        SyntheticCity.Write(folder, CityPreset.Small with { Samples = 10 * SlotsADay }, seed: 1);
        var city = DatasetFolder.Load(folder);
        DatasetFolder.Write(folder, city.Manifest with { BoundingBox = Place }, city.Splits, overwrite: true);
        return DatasetFolder.Load(folder);
    }

    /// <summary>Makes run folders of the historical averages, of which kha says how sure it is, and of the even split.</summary>
    public static void WriteModels(string folder, FlowDataset city)
    {
        foreach (var name in new[] { "ha", "mean", "kha" })
        {
            WriteModel(folder, name, city);
        }
    }

    /// <summary>Makes the run folder of a model that needs no training.</summary>
    public static void WriteModel(string folder, string name, FlowDataset city)
    {
        var request = new TrainingRequest { Model = name }.With(recipe => recipe with { Epochs = 1 });
        new Trainer(RunFolder.Create(Path.Combine(folder, name), request.NewRun(city)), city).Run();
    }
}
