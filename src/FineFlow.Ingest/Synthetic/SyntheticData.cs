using FineFlow.Core;
using FineFlow.Ingest.Synthetic.Small;

namespace FineFlow.Ingest.Synthetic;

/// <summary>All made-up datasets by name: the small city of the demo, and the periods of the synthetic city.</summary>
public static class SyntheticData
{
    private const string Small = "small";

    /// <summary>The presets' names.</summary>
    public static IReadOnlyList<string> Presets { get; } = [Small, .. CityPreset.All.Select(preset => preset.Name)];

    /// <summary>Generates a dataset and writes it as a dataset folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="preset">One of <see cref="Presets"/>.</param>
    /// <param name="seed">Decides everything that is random.</param>
    /// <param name="overwrite">Whether a dataset that is already there may be replaced.</param>
    /// <param name="progress">Hears of every slot that is written, except for the small city, which takes a moment.</param>
    /// <param name="stop">Stops and leaves nothing behind.</param>
    /// <exception cref="BadInputException">There is no such preset, or the folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Write(
        string folder, string preset, long seed, bool overwrite = false, IProgress<CityProgress>? progress = null, CancellationToken stop = default)
    {
        if (preset == Small)
            SmallCity.Write(folder, new SmallCityOptions { Seed = seed }, overwrite);
        else
            SyntheticCity.Write(folder, Find(preset), seed, overwrite, progress, stop);
    }

    private static CityPreset Find(string name) => CityPreset.All.FirstOrDefault(preset => preset.Name == name)
        ?? throw new BadInputException("preset", $"'{name}' is unknown; known are {string.Join(", ", Presets)}{NearestName.Question(name, Presets)}") { Setting = "preset" };
}
