using System.Globalization;
using System.Text.RegularExpressions;
using FineFlow.Core;
using FineFlow.Ingest.Clock;
using FineFlow.Ingest.Rasters;

namespace FineFlow.Ingest.Maps;

/// <summary>Finds out which slot and channel each band of GeoTIFFs is.</summary>
internal static partial class RasterSlots
{
    private static readonly string Expected =
        "expected a time in each band's description, as '2024-05-01T07:00 inflow', or a file for each slot with its time in the name, as "
        + "flow-20240501-0700.tif, or a file of times or the first slot's start";

    /// <summary>Returns the slots in their order.</summary>
    /// <exception cref="BadInputException">The files do not show which slot and channel a band is.</exception>
    public static RasterSlot[] Of(Raster[] rasters, CountRequest request)
    {
        var bands = Bands(rasters, request);
        if (bands.Count == 0)
        {
            throw new BadInputException(rasters[0].Path, "has no band of an hour that the clock showed for the first time");
        }

        RasterSlot[] slots =
        [
            .. bands.GroupBy(band => band.Slot).OrderBy(slot => slot.Key).Select(slot => new RasterSlot(slot.Key, [.. slot])),
        ];
        string[] channels = [.. slots[0].Bands.Select(band => band.Channel)];
        if (channels.Distinct(StringComparer.Ordinal).Count() < channels.Length)
        {
            throw new BadInputException(slots[0].Bands[0].Path, $"has two bands of one slot and channel ({slots[0].Bands[0].Words})");
        }

        return Array.Find(slots, slot => !slot.Bands.Select(band => band.Channel).SequenceEqual(channels)) is { } odd
            ? throw new BadInputException(
                odd.Bands[0].Path,
                $"has the bands {string.Join(", ", odd.Bands.Select(band => band.Words))} of a slot; one for each channel of the first "
                + $"slot is expected, in the same order: {string.Join(", ", slots[0].Bands.Select(band => band.Words))}")
            : slots;
    }

    private static List<RasterBand> Bands(Raster[] rasters, CountRequest request)
    {
        RasterBand[] bands = [.. rasters.SelectMany(raster => raster.Labels.Select((label, index) => RasterBand.Of(raster, index, label)))];
        var timed = bands.Count(band => band.Time is not null);
        if (timed == bands.Length)
        {
            return SlotTimes.AreSaid(request)
                ? throw new BadInputException(rasters[0].Path, "has times of its own; none beside them are expected")
                { Setting = nameof(request.Time) }
                : [.. Local(bands, request)];
        }

        if (timed > 0)
        {
            throw new BadInputException(rasters[0].Path, $"tells the time of {timed} bands of {bands.Length}; {Expected}");
        }

        var named = SlotTimes.AreSaid(request) ? null : ByName(rasters, bands);
        return named is not null ? [.. Local(named, request)] : [.. Numbered(bands, rasters)];
    }

    /// <summary>Returns the bands of files whose names tell their slots; null where they do not.</summary>
    private static RasterBand[]? ByName(Raster[] rasters, RasterBand[] bands)
    {
        var times = rasters.ToDictionary(raster => raster.Path, raster => TimeInText.Find(Path.GetFileNameWithoutExtension(raster.Path)));
        if (times.Values.Any(time => time is null))
        {
            return rasters.Length == 1
                ? null
                : throw new BadInputException(times.First(file => file.Value is null).Key, $"does not tell its time; {Expected}");
        }

        if (Array.Find(rasters, raster => raster.Bands.Length > 1 && raster.Labels.Any(label => label.Description.Length == 0)) is { } odd)
        {
            throw new BadInputException(
                odd.Path, $"has {odd.Bands.Length} bands that have no description, which may be slots or channels; {Expected}");
        }

        return [.. bands.Select(band => band with { Time = times[band.Path], Channel = band.Text })];
    }

    /// <summary>Returns bands without times, in the order of their slots: described as '3 inflow', or one a slot.</summary>
    private static IEnumerable<RasterBand> Numbered(RasterBand[] bands, Raster[] rasters)
    {
        var matches = Array.ConvertAll(bands, band => NumberAndChannel().Match(band.Text));
        return rasters.Length == 1 && Array.TrueForAll(matches, match => match.Success)
            ? bands.Zip(matches, (band, match) => band with
            {
                Slot = long.Parse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture),
                Channel = match.Groups[2].Value,
            })
            : bands.Select((band, index) => band with { Slot = index, Channel = "" });
    }

    /// <summary>Returns the bands with the local second as their slot.</summary>
    private static IEnumerable<RasterBand> Local(RasterBand[] bands, CountRequest request)
    {
        var isInstant = bands[0].Time!.IsInstant;
        if (Array.Find(bands, band => band.Time!.IsInstant != isInstant) is { } other)
        {
            throw new BadInputException(other.Path, "has times with a zone beside others without; one form is expected");
        }

        if (!isInstant)
        {
            return bands.Select(band => band with { Slot = band.Time!.Second });
        }

        var changes = request.Zone is { } zone
            ? ClockChanges.Find(zone, request.TimeProvider.GetUtcNow())
            : throw new BadInputException(
                "time zone",
                "is not given, but the times of bands have one; the city's zone is expected, as America/New_York, or UTC to take the times "
                + "as they are")
            { Setting = nameof(request.Zone) };
        return bands.Select(band => (Band: band, At: changes.Local(band.Time!.Second)))
            .Where(band => !band.At.Again)
            .Select(band => band.Band with { Slot = band.At.Local });
    }

    [GeneratedRegex(@"^(\d{1,9}) (.+)$")]
    private static partial Regex NumberAndChannel();
}
