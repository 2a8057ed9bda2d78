namespace FineFlow.Outputs;

/// <summary>
/// The rows and columns of a CF file: latitude and longitude, coordinates of a projected system, or numbers where the place is unknown.
/// </summary>
/// <param name="Row">The axis of the rows, north to south.</param>
/// <param name="Column">The axis of the columns, west to east.</param>
/// <param name="Place">The place; null where unknown.</param>
internal sealed record CfAxes(CfAxis Row, CfAxis Column, GridPlace? Place)
{
    /// <summary>Name of the variable that describes the coordinate system.</summary>
    public const string GridMapping = "crs";

    private const ushort Wgs84 = 4326;

    // EPSG:4326 in the words that GDAL wrote into netCDF files before CF had a place for them (crs_wkt), and still reads.
    private const string Wgs84Wkt =
        "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563]],"
        + "PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433],AUTHORITY[\"EPSG\",\"4326\"]]";

    /// <summary>Returns the axes of a place.</summary>
    public static CfAxes Of(GridPlace? place) => place switch
    {
        null => new(new("row", null, "row from the north", null, null), new("column", null, "column from the west", null, null), null),
        { IsGeographic: true } => new(
            new("lat", "latitude", "latitude of the cell's centre", "degrees_north", "Y"),
            new("lon", "longitude", "longitude of the cell's centre", "degrees_east", "X"),
            place),
        _ => new(
            new("y", "projection_y_coordinate", Invariant($"y of the cell's centre in EPSG:{place.Epsg}"), null, "Y"),
            new("x", "projection_x_coordinate", Invariant($"x of the cell's centre in EPSG:{place.Epsg}"), null, "X"),
            place),
    };

    /// <summary>Returns the variables of the axes, their cells' edges, and the coordinate system.</summary>
    public IEnumerable<NetCdfVariable> Variables(int row, int column, int corner, Prediction prediction)
    {
        var (rows, columns) = (prediction.Fine.Rows, prediction.Fine.Columns);
        if (Place is not { Box: var box })
        {
            yield return Row.Numbers(row, rows);
            yield return Column.Numbers(column, columns);
            yield break;
        }

        yield return Row.Centres(row, GridPlace.Edges(box.North, box.South, rows));
        yield return Row.Bounds(row, corner, GridPlace.Edges(box.North, box.South, rows));
        yield return Column.Centres(column, GridPlace.Edges(box.West, box.East, columns));
        yield return Column.Bounds(column, corner, GridPlace.Edges(box.West, box.East, columns));
        yield return new(GridMapping, typeof(int), [], System(Place), _ => new int[1]);
    }

    /// <summary>
    /// Describes the coordinate system. Parameters of projections are not known here, so a projected one has its EPSG code alone.
    /// </summary>
    private static NetCdfAttribute[] System(GridPlace place)
    {
        NetCdfAttribute code = new("epsg_code", Invariant($"EPSG:{place.Epsg}"));
        return place switch
        {
            { IsGeographic: false } => [code],
            { Epsg: Wgs84 } =>
            [
                code,
                new("grid_mapping_name", "latitude_longitude"),
                new("semi_major_axis", 6_378_137.0),
                new("inverse_flattening", 298.257223563),
                new("longitude_of_prime_meridian", 0.0),
                new("crs_wkt", Wgs84Wkt),
                new("spatial_ref", Wgs84Wkt),
            ],
            _ => [code, new("grid_mapping_name", "latitude_longitude")],
        };
    }
}

/// <summary>One axis of the cells.</summary>
/// <param name="Name">Name of the dimension and its variable.</param>
/// <param name="StandardName">CF's name of it; null where there is none.</param>
/// <param name="LongName">A description.</param>
/// <param name="Units">Its unit; null where unknown.</param>
/// <param name="Axis">CF's letter; null where it is no place.</param>
internal sealed record CfAxis(string Name, string? StandardName, string LongName, string? Units, string? Axis)
{
    private string BoundsName => $"{Name}_bnds";

    /// <summary>Returns numbers from 0.</summary>
    public NetCdfVariable Numbers(int dimension, int count) =>
        new(Name, typeof(int), [dimension], Attributes(), _ => Enumerable.Range(0, count).ToArray());

    /// <summary>Returns the centres between edges.</summary>
    public NetCdfVariable Centres(int dimension, double[] edges) => new(
        Name,
        typeof(double),
        [dimension],
        [.. Attributes(), new("bounds", BoundsName)],
        _ => GridPlace.Centres(edges));

    /// <summary>Returns the two edges of each cell.</summary>
    public NetCdfVariable Bounds(int dimension, int corner, double[] edges) => new(
        BoundsName,
        typeof(double),
        [dimension, corner],
        [],
        _ => edges.Zip(edges.Skip(1), (from, to) => new[] { from, to }).SelectMany(cell => cell).ToArray());

    private NetCdfAttribute[] Attributes()
    {
        (string Name, string? Text)[] attributes =
            [("standard_name", StandardName), ("long_name", LongName), ("units", Units), ("axis", Axis)];
        return [.. attributes.Where(attribute => attribute.Text is not null).Select(a => new NetCdfAttribute(a.Name, a.Text!))];
    }
}
