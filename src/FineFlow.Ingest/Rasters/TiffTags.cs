namespace FineFlow.Ingest.Rasters;

/// <summary>The tags that are read (TIFF 6.0; OGC 19-008r4 for the place; GDAL's own for metadata).</summary>
internal enum TiffTags
{
    NewSubfileType = 254,
    Width = 256,
    Height = 257,
    BitsPerSample = 258,
    Compression = 259,
    StripOffsets = 273,
    SamplesPerPixel = 277,
    RowsPerStrip = 278,
    StripByteCounts = 279,
    PlanarConfiguration = 284,
    TileWidth = 322,
    TileHeight = 323,
    TileOffsets = 324,
    TileByteCounts = 325,
    SampleFormat = 339,
    ModelPixelScale = 33550,
    ModelTiepoint = 33922,
    ModelTransformation = 34264,
    GeoKeyDirectory = 34735,
    GdalMetadata = 42112,
    GdalNodata = 42113,
}
