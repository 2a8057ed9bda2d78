using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Datasets;

namespace FineFlow.Ingest.Maps;

/// <summary>Makes a dataset of fine maps alone: coarse maps are their block sums, and splits are cut in the order of time.</summary>
internal static class MapImport
{
    private const int MinutesOfDay = 1440;

    /// <summary>Writes a dataset folder.</summary>
    /// <exception cref="BadInputException">The file or an option is not sound, or the folder cannot be written.</exception>
    public static void Write(string folder, MapImportRequest request, bool overwrite)
    {
        DatasetFolder.CheckPlace(folder, overwrite);
        CheckSlot(request.Slot);
        var file = MapFile.Read(request.Path, request.Key);
        var fine = file.Maps;
        if (request.Factor < 2 || fine.Rows % request.Factor != 0 || fine.Columns % request.Factor != 0)
        {
            throw new BadInputException(
                file.Source, $"has maps of {fine.Rows} x {fine.Columns} cells, which cannot be cut into blocks of "
                    + $"{request.Factor} x {request.Factor}; a factor of 2 or more that divides both sides is expected")
            { Setting = nameof(request.Factor) };
        }

        var (time, minutes) = Times(file, request);
        var whole = new FlowSplit(SplitNames.Train, BlockSum.Coarsen(fine, request.Factor), fine, Time: time);
        var manifest = new DatasetManifest
        {
            Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))),
            Source = Path.GetFileName(request.Path),
            Split = TimeOrderedSplit.Describe(request.Ratio),
            SlotMinutes = minutes,
            FirstSlot = time is null ? null : new DateTime(DateTime.UnixEpoch.AddSeconds(time[0]).Ticks, DateTimeKind.Unspecified),
        };
        DatasetFolder.Write(folder, manifest, TimeOrderedSplit.Cut([whole], request.Ratio), overwrite);
    }

    private static (long[]? Time, int? Minutes) Times(MapFile file, MapImportRequest request)
    {
        var samples = file.Maps.Samples;
        switch (request)
        {
            case { Time: not null, Start: not null }:
                throw new BadInputException("times", "are said twice, by a file and by a start; one of them is expected")
                { Setting = nameof(request.Start) };
            case { Time: { } path }:
                var times = FlowFiles.ReadTime(path);
                return times.Length == samples
                    ? (times, request.Slot)
                    : throw new BadInputException(path, $"has {times.Length} times; {samples} are expected, as many as maps");
            case { Start: { } start, Slot: { } minutes }:
                var first = (long)(start - DateTime.UnixEpoch).TotalSeconds;
                return ([.. Enumerable.Range(0, samples).Select(slot => first + (slot * minutes * 60L))], minutes);
            case { Start: not null }:
                throw new BadInputException("slot length", "is not given; with a start it is expected, in minutes")
                { Setting = nameof(request.Slot) };
            default:
                var length = request.Slot ?? file.Slots?.Minutes();
                return (file.Slots?.Starts(length!.Value), length);
        }
    }

    private static void CheckSlot(int? minutes)
    {
        if (minutes is { } length && (length < 1 || MinutesOfDay % length != 0))
        {
            throw new BadInputException("slot length", $"{length} minutes; a length that divides a day is expected")
            { Setting = nameof(MapImportRequest.Slot) };
        }
    }
}
