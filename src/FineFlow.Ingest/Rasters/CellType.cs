namespace FineFlow.Ingest.Rasters;

/// <summary>What the numbers of a raster are.</summary>
internal enum CellType
{
    /// <summary>Whole numbers from 0.</summary>
    Unsigned,

    /// <summary>Whole numbers.</summary>
    Signed,

    /// <summary>Floating point numbers.</summary>
    Real,
}
