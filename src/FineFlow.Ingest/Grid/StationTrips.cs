using FineFlow.Core;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Grid;

/// <summary>
/// Trips that tell only the stations of their ends, with the places of the stations. A station that is not in the table of stations lies at
/// <see cref="UnknownPlace"/>.
/// </summary>
internal sealed class StationTrips : DerivedTable
{
    /// <summary>Longitude and latitude of a station without a place.</summary>
    public const double UnknownPlace = double.PositiveInfinity;

    private const string Record = "\"fineflow record\"";

    private readonly StationTable _stations;
    private readonly IReadOnlyList<TripEnd> _ends;

    private StationTrips(InputTable trips, StationTable stations, IReadOnlyList<TripEnd> ends)
        : base(trips, [.. trips.Columns, .. ends.SelectMany(end => end.Columns)]) =>
        (_stations, _ends) = (stations, ends);

    /// <summary>Joins trips and stations.</summary>
    /// <exception cref="BadInputException">The trips have places of their own or no stations, or none of those in the table.</exception>
    public static StationTrips Of(Engine engine, InputTable trips, StationTable stations)
    {
        TripEnd?[] ends =
        [
            TripEnd.Of(trips, "start", ColumnRole.StartStation, ColumnRole.StartLongitude),
            TripEnd.Of(trips, "end", ColumnRole.EndStation, ColumnRole.EndLongitude),
        ];
        var joined = new StationTrips(trips, stations, [.. ends.OfType<TripEnd>()]);
        if (joined._ends.Count == 0)
        {
            throw new BadInputException(
                trips.Title,
                $"has no usual column for {ColumnRole.StartStation.Title} or {ColumnRole.EndStation.Title}; it has {trips.ColumnList}")
            { Setting = nameof(GridOptions.Stations) };
        }

        joined.CheckMatch(engine);
        return joined;
    }

    public override TableScan Scan(Engine engine, IReadOnlyList<string> files)
    {
        var scan = Source.Scan(engine, files);
        var keys = string.Concat(_ends.Select(end => $", {StationTable.Key(end.Station)} AS {end.Key}"));
        var joins = string.Concat(_ends.Select(end =>
            $" LEFT JOIN {_stations.Name} AS {end.Name}_station ON {end.Name}_station.id = trips.{end.Key}"));
        var places = string.Concat(_ends.Select(end => end.Places));
        return scan with
        {
            From = $"(SELECT trips.*{places} FROM (SELECT *, {scan.Record} AS {Record}{keys} FROM {scan.From}) AS trips{joins})",
            Record = Record,
            IsInOrder = false,
        };
    }

    private void CheckMatch(Engine engine)
    {
        var scan = Scan(engine);
        var isKnown = string.Join(" OR ", _ends.Select(end => $"isfinite({end.Longitude})"));
        if (engine.Rows(Title, $"SELECT 1 FROM {scan.From} WHERE {isKnown} LIMIT 1").Count > 0)
        {
            return;
        }

        var (end, column) = (_ends[0], _stations.Id.Name);
        var own = engine.Rows(Title, $"SELECT min({end.Key}) FROM {scan.From} WHERE {end.Key} <> ''")[0][0];
        var other = engine.Rows(Title, $"SELECT min(id) FROM {_stations.Name}")[0][0];
        throw new BadInputException(
            Title,
            $"none of its stations ({end.Station.Name}, as '{own}') is in {_stations.Title} ({column}, as '{other}'); the stations of "
            + "these trips are expected")
        { Setting = nameof(GridOptions.Stations) };
    }

    /// <summary>One end of the trips.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Station">The column of its station.</param>
    private sealed record TripEnd(string Name, TableColumn Station)
    {
        public string Key => $"\"fineflow {Name}\"";

        public string Longitude => $"\"fineflow {Name} lon\"";

        private string Latitude => $"\"fineflow {Name} lat\"";

        public IEnumerable<TableColumn> Columns =>
        [
            new($"{Name} station longitude", Longitude, "DOUBLE") { MadeOf = Station },
            new($"{Name} station latitude", Latitude, "DOUBLE") { MadeOf = Station },
        ];

        /// <summary>SQL of the two columns, with a comma before each.</summary>
        public string Places => $", {Place("lon")} AS {Longitude}, {Place("lat")} AS {Latitude}";

        public static TripEnd? Of(InputTable trips, string name, ColumnRole station, ColumnRole longitude) => (
            station.Guess(trips), longitude.Guess(trips)) switch
        {
            (null, _) => null,
            ({ } found, null) => new(name, found),
            (_, { } own) => throw new BadInputException(
                trips.Title, $"has places of its own ('{own.Name}'); a table of stations is for trips without them")
            { Setting = nameof(GridOptions.Stations) },
        };

        private string Place(string axis) =>
            $"CASE WHEN {Name}_station.id IS NULL AND trips.{Key} <> '' THEN 'Infinity'::DOUBLE ELSE {Name}_station.{axis} END";
    }
}
