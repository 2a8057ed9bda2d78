namespace FineFlow.Ingest.Maps;

/// <summary>How a table tells the cell of a count.</summary>
internal enum PlaceForm
{
    /// <summary>Row and column.</summary>
    RowAndColumn,

    /// <summary>A number of the cell, row by row.</summary>
    Cell,

    /// <summary>Longitude and latitude of the cell's centre.</summary>
    Centre,

    /// <summary>Row and column of a flow's origin and destination.</summary>
    OriginAndDestination,
}
