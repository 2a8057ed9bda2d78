using System.Globalization;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Inference;

/// <summary>
/// Compares coarse maps with those that a model was trained on. A model infers a fine map from any coarse map; its errors are known only
/// for maps of the size, the place and the scale of counts that it was trained on.
/// </summary>
internal static class TrainingFit
{
    /// <summary>Largest ratio between the mean count and the training's that passes without a warning.</summary>
    public const double ScaleFactor = 3;

    private const int SlotsOfUnknownDay = 24;
    private const double DegreesTolerance = 1e-6;
    private const int FingerprintDigits = 12;

    /// <summary>Returns one line for each difference, or refuses them.</summary>
    /// <inheritdoc cref="FlowModel.CompareWithTraining"/>
    public static IReadOnlyList<string> Compare(
        ModelCard card, NetworkOptions options, FlowInputs inputs, InputOrigin? origin, string source, bool strict)
    {
        var warnings = Warnings(card, options, inputs, origin);
        return strict && warnings.Count > 0 ? throw new BadInputException(source, string.Join("; ", warnings)) : warnings;
    }

    /// <summary>Returns one line for each difference; empty where none is known.</summary>
    /// <param name="card">The model's card.</param>
    /// <param name="options">The hyperparameters of its network.</param>
    /// <param name="inputs">Coarse maps, and what is known of missing counts.</param>
    /// <param name="origin">Where they come from; null where unknown.</param>
    public static IReadOnlyList<string> Warnings(ModelCard card, NetworkOptions options, FlowInputs inputs, InputOrigin? origin) =>
    [
        .. new[] { Size(options, inputs.Coarse), Data(card.Data, origin), Scale(card.Data, inputs) }.OfType<string>(),
        .. card.Data is { } data && origin is not null ? Manifest(data.Manifest, origin.Manifest) : [],
    ];

    private static string? Size(NetworkOptions options, FlowMaps coarse)
    {
        var (rows, columns, factor) = (options.Height, options.Width, options.ScaleFactor);
        return (coarse.Rows, coarse.Columns) switch
        {
            var size when size == (rows, columns) => null,
            var size when size == (rows * factor, columns * factor) =>
                $"has maps of {coarse.Rows} x {coarse.Columns} cells, the size of the fine maps that this model infers from "
                    + $"{rows} x {columns}; coarse maps are expected",
            _ => $"has maps of {coarse.Rows} x {coarse.Columns} cells; this model was trained on {rows} x {columns}",
        };
    }

    private static string? Data(DataDescription? trained, InputOrigin? origin)
    {
        if (origin?.Fingerprint is not { } fingerprint || fingerprint == trained?.Fingerprint)
        {
            return null;
        }

        return trained is null
            ? "may hold samples that this model was trained on: its card does not say what data those are"
            : $"is other data than this model was trained on (the fingerprints differ: {Shown(origin.Manifest, fingerprint)}, trained on "
                + $"{Shown(trained.Manifest, trained.Fingerprint)}): its numbers say how it transfers";
    }

    /// <summary>
    /// Compares the mean count. Less than a day of slots may lie between the quietest and the busiest slot of the training; a day or more
    /// is compared with its overall mean.
    /// </summary>
    private static string? Scale(DataDescription? trained, FlowInputs inputs)
    {
        if (trained?.Coarse is not { } scale || inputs.Samples == 0)
        {
            return null;
        }

        var (least, most) = MeanRange(inputs);
        var isDay = inputs.Samples >= (trained.Manifest.SlotsPerDay ?? SlotsOfUnknownDay);
        var (low, high) = isDay ? (scale.Mean, scale.Mean) : (scale.LowestSlotMean, scale.HighestSlotMean);
        return most >= low / ScaleFactor && least <= high * ScaleFactor
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"has {(most < low / ScaleFactor ? most : least):G4} counts a coarse cell on average; "
                + $"this model was trained on {scale.Mean:G4} (slots of {scale.LowestSlotMean:G4} to {scale.HighestSlotMean:G4}), "
                + $"and up to {ScaleFactor} times more or less is taken for the same: another city, unit or slot length?");
    }

    /// <summary>
    /// Returns the range in which the mean count lies: that of the observed counts, or of all where missing ones are smaller than a bound.
    /// </summary>
    private static (double Least, double Most) MeanRange(FlowInputs inputs)
    {
        if (inputs is not { Mask: { } mask, Below: { } below })
        {
            var mean = CountScale.Measure(inputs.Coarse, inputs.Mask).Mean;
            return (mean, mean);
        }

        var least = CountScale.Measure(inputs.Coarse).Mean; // missing counts are 0 there
        return (least, least + ((below - 1) * (double)MissingCells.Count(mask) / mask.Values.Length));
    }

    private static IEnumerable<string> Manifest(DatasetManifest trained, DatasetManifest input)
    {
        if (trained.BoundingBox is { } own && input.BoundingBox is { } box && !IsSame(own, box))
        {
            yield return $"lies in another place ({Shown(box)}); this model was trained on {Shown(own)} (west, south, east, north)";
        }

        if (trained.SlotMinutes is { } slot && input.SlotMinutes is { } minutes && slot != minutes)
        {
            yield return $"has slots of {minutes} minutes; this model was trained on slots of {slot}";
        }

        if (trained.Channels is { } channels && input.Channels is { } names && !names.SequenceEqual(channels))
        {
            yield return $"has the channels {string.Join(", ", names)}; this model was trained on {string.Join(", ", channels)}";
        }

        if (trained.Units is { } units && input.Units is { } unit && unit != units)
        {
            yield return $"counts {unit}; this model was trained on {units}";
        }
    }

    internal static bool IsSame(BoundingBox one, BoundingBox other) =>
        new[] { one.West - other.West, one.South - other.South, one.East - other.East, one.North - other.North }
            .All(difference => Math.Abs(difference) <= DegreesTolerance);

    private static string Shown(BoundingBox box) =>
        string.Create(CultureInfo.InvariantCulture, $"{box.West}, {box.South}, {box.East}, {box.North}");

    private static string Shown(DatasetManifest manifest, string fingerprint)
    {
        var digits = fingerprint[..Math.Min(FingerprintDigits, fingerprint.Length)];
        return manifest.Name is { } name ? $"{name} {digits}" : digits;
    }
}
