namespace FineFlow.Ingest.Grid;

/// <summary>What is counted of some files: maps, and what became of every row. Those of parts of the files can be added up.</summary>
/// <param name="channels">Number of channels.</param>
/// <param name="cells">Number of fine cells.</param>
/// <param name="files">All files of the input, full paths.</param>
internal sealed class CountedRows(int channels, int cells, IReadOnlyList<string> files)
{
    public SlotMaps Maps { get; } = new(channels, cells);

    public Tally Tally { get; } = new(channels);

    public FileTally Files { get; } = new(files);

    public PlaceTally Places { get; } = new();
}
