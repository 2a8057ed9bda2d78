using FineFlow.Core;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Grid;

/// <summary>The files that are counted, and the table of stations, as one table.</summary>
internal static class GridInput
{
    /// <summary>Opens the files for some work.</summary>
    /// <param name="options">The files.</param>
    /// <param name="work">The work on the files and their table.</param>
    /// <param name="complete">The files that are checked to be complete; null for all.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="BadInputException">A file cannot be read, or the work rejects one.</exception>
    public static T Read<T>(
        GridOptions options, Func<Engine, UnpackedInputs, InputTable, T> work, IReadOnlyList<string>? complete,
        CancellationToken cancellationToken)
    {
        using var inputs = UnpackedInputs.Of(options.Inputs, cancellationToken);
        if (options.Stations is not { } file)
        {
            return inputs.Named(() => Engine.Read(
                options.Limits, inputs.Files, engine => work(engine, inputs, Open(engine, inputs, options)), complete, cancellationToken));
        }

        using var stations = UnpackedInputs.Of([file], cancellationToken);
        string[] files = [.. inputs.Files, .. stations.Files];
        return inputs.Named(() => stations.Named(() => Engine.Read(
            options.Limits, files, engine => work(engine, inputs, Join(engine, inputs, stations, options)),
            complete is null ? null : [.. complete, .. stations.Files], cancellationToken)));
    }

    private static InputTable Open(Engine engine, UnpackedInputs inputs, GridOptions options)
    {
        var table = InputTable.Open(
            engine, inputs.Files,
            new() { ColumnNames = options.ColumnNames, Converted = inputs.Converted, Meaning = ColumnRole.Meaning });
        return GeoLifeTable.Of(table) ?? PolylineTable.Of(table) ?? table;
    }

    private static StationTrips Join(Engine engine, UnpackedInputs inputs, UnpackedInputs stations, GridOptions options)
    {
        var table = InputTable.Open(engine, stations.Files, new() { Converted = stations.Converted });
        return StationTrips.Of(engine, Open(engine, inputs, options), StationTable.Read(engine, table));
    }
}
