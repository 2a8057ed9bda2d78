using System.Globalization;
using System.Text.RegularExpressions;
using FineFlow.Core;
using FineFlow.Ingest.Clock;
using FineFlow.Ingest.Rasters;

namespace FineFlow.Ingest.Maps;

/// <summary>
/// Counts of GeoTIFFs: a band for each slot and channel, with the time in its metadata or description, or a file for each slot, with the
/// time in its name.
/// </summary>
internal static partial class RasterCounts
{
    private static readonly string Expected =
        "expected a time in each band's description, as '2024-05-01T07:00 inflow', or a file for each slot with its time in the name, as "
        + "flow-20240501-0700.tif, or a file of times or the first slot's start";

    /// <summary>Reads files.</summary>
    /// <exception cref="BadInputException">
    /// A file cannot be read, or the files are of several grids, or do not show which slot and channel a band is.
    /// </exception>
    public static GridCounts Read(IReadOnlyList<string> files, CountRequest request)
    {
        Raster[] rasters = [.. files.Select(Raster.Read)];
        var first = rasters[0];
        if (Array.Find(rasters, other => (other.Rows, other.Columns, other.Place) != (first.Rows, first.Columns, first.Place)) is { } odd)
        {
            throw new BadInputException(odd.Path, $"has another size or place than {first.Path}; files of one grid are expected");
        }

        var source = files.Count == 1 ? files[0] : $"{files[0]} and {files.Count - 1} more";
        var slots = Slots(Bands(rasters, request));
        var (time, minutes) = Times(source, slots, request);
        var place = Place(source, first, request);
        return new(source, Join(slots, first))
        {
            HasChannelAxis = slots[0].Bands.Length > 1,
            Time = time,
            SlotMinutes = minutes,
            Channels = slots[0].Bands.All(band => band.Channel.Length > 0) ? [.. slots[0].Bands.Select(band => band.Channel)] : null,
            Box = place?.Box,
            Crs = place?.Crs,
            Notes = [.. Notes(first, place, slots, time, minutes)],
        };
    }

    private static List<Band> Bands(Raster[] rasters, CountRequest request)
    {
        Band[] bands = [.. rasters.SelectMany(raster => raster.Labels.Select((label, index) => Band.Of(raster, index, label)))];
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
    private static Band[]? ByName(Raster[] rasters, Band[] bands)
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
    private static IEnumerable<Band> Numbered(Band[] bands, Raster[] rasters)
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
    private static IEnumerable<Band> Local(Band[] bands, CountRequest request)
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

    private static SlotOfBands[] Slots(List<Band> bands)
    {
        SlotOfBands[] slots =
        [
            .. bands.GroupBy(band => band.Slot).OrderBy(slot => slot.Key).Select(slot => new SlotOfBands(slot.Key, [.. slot])),
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

    private static (long[]? Time, int? Minutes) Times(string source, SlotOfBands[] slots, CountRequest request)
    {
        if (slots[0].Bands[0].Time is null)
        {
            return SlotTimes.Said(request, slots.Length);
        }

        var starts = Array.ConvertAll(slots, slot => slot.Slot);
        return (starts, SlotTimes.Length(source, starts, request.Slot));
    }

    private static RasterPlace? Place(string source, Raster raster, CountRequest request) => (raster.Place, request.Box) switch
    {
        ({ Crs: not null }, { }) => throw new BadInputException(source, "tells its place itself; no box beside it is expected")
        { Setting = nameof(request.Box) },
        (_, { } box) => new(box, null),
        ({ Crs: null }, _) => null,
        var (own, _) => own,
    };

    private static FlowMaps Join(SlotOfBands[] slots, Raster first)
    {
        var (channels, cells) = (slots[0].Bands.Length, first.Rows * first.Columns);
        var shape = new FlowShape(slots.Length, channels, first.Rows, first.Columns);
        var values = new double[shape.Length];
        foreach (var (index, band) in slots.SelectMany(slot => slot.Bands).Index())
        {
            if (Array.FindIndex(band.Cells, count => count > CountArray.Largest) is >= 0 and var large)
            {
                throw new BadInputException(
                    band.Path,
                    $"band {band.Index + 1}, row {large / first.Columns}, column {large % first.Columns} is more than "
                    + $"{CountArray.Largest}, up to which counts are exact");
            }

            band.Cells.CopyTo(values, index * cells);
        }

        var array = CountArray.From([slots.Length, channels, first.Rows, first.Columns], values);
        return new(shape, array.Values, array.Exact);
    }

    private static IEnumerable<string> Notes(Raster first, RasterPlace? place, SlotOfBands[] slots, long[]? time, int? minutes)
    {
        var channels = slots[0].Bands.Length;
        yield return FormattableString.Invariant(
            $"{slots.Length} slots of {first.Rows} x {first.Columns} cells, {channels} channel{(channels == 1 ? "" : "s")}");
        if (first.Place is not null && place is null)
        {
            yield return "the coordinate system has no EPSG code, so the place is left out";
        }

        foreach (var gap in time is null ? [] : SlotTimes.Gaps(time, minutes))
        {
            yield return gap;
        }
    }

    [GeneratedRegex(@"^(\d{1,9}) (.+)$")]
    private static partial Regex NumberAndChannel();

    /// <summary>A band.</summary>
    /// <param name="Path">Its file.</param>
    /// <param name="Index">Its index in the file.</param>
    /// <param name="Text">Its description.</param>
    /// <param name="Cells">Its cells.</param>
    private sealed record Band(string Path, int Index, string Text, double[] Cells)
    {
        /// <summary>Its time; null where the file does not tell it.</summary>
        public TimeInText? Time { get; init; }

        /// <summary>Its channel; empty where the file does not tell it.</summary>
        public string Channel { get; init; } = "";

        /// <summary>Its slot: a local second, or a number.</summary>
        public long Slot { get; init; }

        public string Words => Text.Length > 0 ? $"'{Text}'" : FormattableString.Invariant($"{Index + 1}");

        public static Band Of(Raster raster, int index, BandLabel label)
        {
            var described = TimeInText.Find(label.Description);
            var time = label.Time is { } text ? TimeInText.Find(text) : described;
            return new(raster.Path, index, label.Description, raster.Bands[index])
            {
                Time = time,
                Channel = label.Channel ?? described?.Rest ?? label.Description,
            };
        }
    }

    /// <summary>The bands of a slot.</summary>
    /// <param name="Slot">A local second, or a number.</param>
    /// <param name="Bands">Its bands.</param>
    private sealed record SlotOfBands(long Slot, Band[] Bands);
}
