using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Maps;

/// <summary>Reads counts that are already on a grid, in whatever form they are.</summary>
internal static class CountFiles
{
    private static readonly string[] Arrays = [".npy", ".npz", ".h5", ".hdf5"];
    private static readonly string[] Pictures = [".tif", ".tiff"];
    private static readonly string[] LibCity = [".grid", ".gridod"];

    /// <summary>Whether a file holds counts on a grid by its name alone; tables may.</summary>
    public static bool AreCounts(string file) => IsOf(Arrays, file) || IsOf(Pictures, file) || IsOf(LibCity, file);

    /// <summary>Reads files.</summary>
    /// <exception cref="BadInputException">A file cannot be read, or the files do not show what their counts are.</exception>
    public static GridCounts Read(CountRequest request, CancellationToken cancellationToken = default)
    {
        SlotTimes.CheckLength(request.Slot);
        CheckGrid(request);
        var files = InputPaths.Existing(request.Inputs);
        if (files.Any(file => IsOf(Pictures, file)))
        {
            return files.FirstOrDefault(file => !IsOf(Pictures, file)) is { } other
                ? throw new BadInputException(other, $"is no GeoTIFF, unlike {files[0]}; files of one kind are expected")
                : RasterCounts.Read(files, request);
        }

        if (files.FirstOrDefault(file => IsOf(Arrays, file)) is { } array)
        {
            return files.Count == 1
                ? MapFile.Read(array, request.Key).Counts(request)
                : throw new BadInputException(array, $"is one of {files.Count} files; one file of arrays is expected");
        }

        return CountTable.Read(request, cancellationToken);
    }

    private static bool IsOnEarth(BoundingBox box) =>
        box.West >= -180 && box.West < box.East && box.East <= 180 && box.South >= -90 && box.South < box.North && box.North <= 90;

    private static bool IsOf(string[] endings, string file) => endings.Contains(Path.GetExtension(file).ToLowerInvariant());

    private static void CheckGrid(CountRequest request)
    {
        const int most = 4096;
        if (request.Grid is var (rows, columns) && (rows is < 1 or > most || columns is < 1 or > most))
        {
            throw new BadInputException("grid", $"{rows} x {columns}; 1 to {most} rows and columns are expected")
            { Setting = nameof(request.Grid) };
        }

        if (request.Base is { } first and not (0 or 1))
        {
            throw new BadInputException("first number", $"{first}; 0 or 1 is expected") { Setting = nameof(request.Base) };
        }

        if (request.Box is { } box && !IsOnEarth(box))
        {
            throw new BadInputException(
                "box", "west below east and south below north are expected, in degrees of -180 .. 180 and -90 .. 90")
            { Setting = nameof(request.Box) };
        }
    }
}
