using FineFlow.Cli.Terminal;
using FineFlow.Core.Datasets;
using FineFlow.Synthetic;

namespace FineFlow.Cli.Commands;

/// <summary>The demo's city.</summary>
internal static class DemoCity
{
    /// <summary>Returns its folder in the demo's folder.</summary>
    public static string Folder(string demo) => Path.Combine(demo, "city");

    /// <summary>Loads the city, and makes it on first use.</summary>
    public static FlowDataset Load(string demo)
    {
        var city = Folder(demo);
        if (!Directory.Exists(city))
        {
            Output.Note($"making a small city in {city}");
            SyntheticCity.Write(city, CityPreset.Small, seed: 1);
        }

        return DatasetLoader.Load(city, strict: true);
    }
}
