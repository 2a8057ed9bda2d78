using FineFlow.Core;
using FineFlow.Ingest.Rasters;

namespace FineFlow.Ingest.Maps;

/// <summary>
/// Counts of GeoTIFFs: a band for each slot and channel, with the time in its metadata or description, or a file for each slot, with the
/// time in its name.
/// </summary>
internal static class RasterCounts
{
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
        var slots = RasterSlots.Of(rasters, request);
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
            Notes =
            [
                .. Notes(first, place, slots, time, minutes),
                .. LeftOut(rasters.Sum(raster => raster.Bands.Length) - slots.Sum(slot => slot.Bands.Length)),
            ],
        };
    }

    private static (long[]? Time, int? Minutes) Times(string source, RasterSlot[] slots, CountRequest request)
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

    private static FlowMaps Join(RasterSlot[] slots, Raster first)
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

    private static IEnumerable<string> LeftOut(int bands) => bands == 0
        ? []
        : [FormattableString.Invariant($"{bands} bands of an hour that the clock showed for the second time are left out")];

    private static IEnumerable<string> Notes(Raster first, RasterPlace? place, RasterSlot[] slots, long[]? time, int? minutes)
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
}
