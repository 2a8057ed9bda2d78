using FineFlow.Core;
using FineFlow.Core.Formats;
using FineFlow.Outputs;
using FineFlow.Torch.Inference;

namespace FineFlow.Engine.Predictions;

/// <summary>
/// The arrays (.npy) beside a prediction's file, written band by band: quantiles that its format does not hold, draws, and which coarse
/// cells were observed where some are missing.
/// </summary>
internal sealed class SideArrays
{
    private readonly List<SideArray> _arrays = [];

    /// <param name="output">The prediction's file.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="quantiles">Whether quantiles are files of their own.</param>
    /// <param name="observed">Whether to say which coarse cells were observed.</param>
    /// <param name="shape">The shapes of the arrays.</param>
    public SideArrays(string output, AnswerOptions options, bool quantiles, bool observed, PredictionShape shape)
    {
        for (var number = 0; quantiles && number < options.Quantiles.Count; number++)
        {
            var quantile = number;
            Add(QuantileMaps.NameOf(options.Quantiles[number]), 1, shape.Array, (_, maps) => [maps.Quantiles[quantile].Counts]);
        }

        if (options.Draws > 0)
        {
            Add("draws", options.Draws, [options.Draws, .. shape.Array], (_, maps) => maps.Draws);
        }

        if (observed)
        {
            Add("observed", 1, shape.CoarseArray, (band, _) => [band.Mask!]);
        }

        void Add(string name, int parts, int[] array, Func<FineBand, MeasuredMaps, IEnumerable<FlowMaps>> mapsOf) =>
            _arrays.Add(new(Path.ChangeExtension(output, $".{name}.npy"), parts, array, shape.WholeType, mapsOf));
    }

    /// <summary>The files.</summary>
    public IEnumerable<string> Paths => _arrays.Select(array => array.Path);

    /// <summary>Begins to write.</summary>
    /// <param name="streams">A seekable stream for each file.</param>
    public void Open(IEnumerable<Stream> streams)
    {
        foreach (var (array, stream) in _arrays.Zip(streams))
        {
            array.Open(stream);
        }
    }

    /// <summary>Writes what a band holds, which are whole samples.</summary>
    public void Write(FineBand band, MeasuredMaps maps) => _arrays.ForEach(array => array.Write(band, maps));

    private sealed class SideArray(
        string path, int parts, int[] shape, NpyElementType type, Func<FineBand, MeasuredMaps, IEnumerable<FlowMaps>> mapsOf)
    {
        private Action<long, FlowMaps> _write = (_, _) => throw new InvalidOperationException("the file is not open");

        public string Path => path;

        public void Open(Stream stream)
        {
            if (type == NpyElementType.I4)
            {
                var writer = new NpyPieceWriter<int>(stream, shape);
                _write = (first, maps) => writer.Write(first, Array.ConvertAll(maps.Values, count => (int)count));
            }
            else
            {
                var writer = new NpyPieceWriter<long>(stream, shape);
                _write = (first, maps) =>
                    writer.Write(first, [.. Enumerable.Range(0, maps.Values.Length).Select(cell => (long)maps.Count(cell))]);
            }
        }

        public void Write(FineBand band, MeasuredMaps maps)
        {
            var values = shape.Aggregate(1L, (product, size) => product * size) / parts;
            foreach (var (number, part) in mapsOf(band, maps).Index())
            {
                _write(number * values + (long)band.Sample * part.SampleLength, part);
            }
        }
    }
}
