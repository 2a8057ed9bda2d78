using System.Globalization;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Engine.Bundles;
using FineFlow.Engine.Inference;
using FineFlow.Engine.Registry;
using FineFlow.Torch.Inference;

namespace FineFlow.AspNetCore.Datasets;

/// <summary>
/// A dataset whose frames the dashboard shows: the last of its splits in time, which no model has learned from if it is the test split.
/// </summary>
internal sealed class ServedDataset
{
    private readonly FlowDataset _data;

    private ServedDataset(string name, FlowDataset data, FlowSplit split)
    {
        (Name, _data, Split) = (name, data, split);
        FineMaximum = Split.Fine.Values.Max();
        CoarseMaximum = Split.Coarse.Values.Max();
        Totals = [.. Enumerable.Range(0, Split.Coarse.Channels).Select(TotalsOf)];
    }

    /// <summary>The name that it is served under: its folder's.</summary>
    public string Name { get; }

    /// <summary>Its name for people.</summary>
    public string Title => $"{_data.Manifest.Name ?? Name}, {Split.Name}";

    /// <summary>What its manifest says.</summary>
    public DatasetManifest Manifest => _data.Manifest;

    /// <summary>What models compare with the data that they were trained on.</summary>
    public InputOrigin Origin => InputOrigin.From(_data);

    /// <summary>Names of its flow channels.</summary>
    public IReadOnlyList<string> Channels => _data.Channels;

    /// <summary>Upscaling factor N.</summary>
    public int ScaleFactor => _data.ScaleFactor;

    /// <summary>The frames.</summary>
    public FlowSplit Split { get; }

    /// <summary>The largest fine count of all frames.</summary>
    public float FineMaximum { get; }

    /// <summary>The largest coarse count of all frames.</summary>
    public float CoarseMaximum { get; }

    /// <summary>For each channel the sum of every frame's coarse counts, without those that are missing.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Totals { get; }

    /// <summary>Loads the split from a dataset folder.</summary>
    /// <exception cref="BadInputException">There is no such dataset, or its folder's name does not fit into an address.</exception>
    public static ServedDataset Load(string folder)
    {
        var name = new DirectoryInfo(folder).Name;
        if (!UrlName.Fits(name))
        {
            throw new BadInputException(
                folder, "has a name that does not fit into an address; letters, digits, '.', '-' and '_' are expected");
        }

        var last = SplitNames.All.Last(split => split == SplitNames.Train || Directory.Exists(Path.Combine(folder, split)));
        var data = DatasetFolder.Load(folder, new() { Splits = [last], AdmitMissing = true });
        return new(name, data, data.Splits[^1]);
    }

    /// <summary>Returns the same with its first frames alone: as many, or all where it has fewer.</summary>
    public ServedDataset Take(int frames) => new(Name, _data, Split.Batches(frames).First().Part);

    /// <summary>Refuses a model that refines coarse cells otherwise than the dataset.</summary>
    /// <exception cref="BadInputException">It does.</exception>
    public void CheckModel(ServedModel model)
    {
        if (model.Options.ScaleFactor != ScaleFactor)
        {
            throw new BadInputException(
                "model", $"has an upscaling factor of {model.Options.ScaleFactor}; {ScaleFactor} is expected, as in dataset '{Name}'");
        }
    }

    /// <summary>Returns a frame as models take it.</summary>
    public Sample Sample(int frame) => new(Split.Inputs.Slice(frame, 1), Origin);

    /// <summary>Start of a frame on the local clock, if known.</summary>
    public DateTime? TimeOf(int frame) => Split.Time is { } time ? DateTimeOffset.FromUnixTimeSeconds(time[frame]).DateTime : null;

    /// <summary>The same as ISO 8601.</summary>
    public string? TimeText(int frame) => TimeOf(frame)?.ToString("s", CultureInfo.InvariantCulture);

    private IReadOnlyList<double> TotalsOf(int channel)
    {
        var totals = new double[Split.Samples];
        for (var frame = 0; frame < totals.Length; frame++)
        {
            foreach (var count in Split.Coarse.Map(frame, channel))
            {
                totals[frame] += count;
            }
        }

        return totals;
    }
}
