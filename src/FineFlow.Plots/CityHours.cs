using System.Globalization;
using FineFlow.Core;
using FineFlow.Core.Datasets;

namespace FineFlow.Plots;

/// <summary>Slots of a split that show how a city lives.</summary>
internal static class CityHours
{
    private const int Weekend = 3, Wet = 5, Wettest = 14;

    private static readonly (string Title, Func<float[], bool> Fits)[] Wanted =
    [
        ("A workday's morning", row => row[Weekend] == 0 && row[TaxiBjColumns.Hour] == 8),
        ("A workday's evening", row => row[Weekend] == 0 && row[TaxiBjColumns.Hour] == 18),
        ("A weekend's afternoon", row => row[Weekend] == 1 && row[TaxiBjColumns.Hour] == 15),
        ("Rain or snow", row => row[TaxiBjColumns.Weather] is >= Wet and <= Wettest && row[TaxiBjColumns.Hour] is >= 9 and <= 19),
    ];

    /// <summary>The first slot of each kind, where the split has one.</summary>
    public static IEnumerable<(string Title, string Note, int Slot)> Of(FlowSplit split)
    {
        foreach (var (title, fits) in Wanted)
        {
            for (var slot = 0; slot < split.Samples; slot++)
            {
                if (split.External is not { } external || !fits(external.Row(slot).ToArray()))
                    continue;
                yield return (title, Note(split, slot), slot);
                break;
            }
        }
    }

    private static string Note(FlowSplit split, int slot) => split.Time is { } time
        ? DateTimeOffset.FromUnixTimeSeconds(time[slot]).ToString("ddd d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)
        : $"slot {slot}";
}
