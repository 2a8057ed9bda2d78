using FineFlow.Core.Conservation;
using FineFlow.Core.Formats;

namespace FineFlow.Core.Datasets;

/// <summary>One split on its way to the disk: maps at once, the small arrays when it is complete.</summary>
internal sealed class SplitAppender : IDisposable
{
    private readonly SplitFiles _files;
    private readonly DatasetShape _shape;
    private readonly NpyAppender _coarse, _fine;
    private readonly ExternalFactors _external;
    private readonly long[] _time;
    private int _next;

    public SplitAppender(string folder, DatasetShape shape, ExternalSchema schema, SplitSize split)
    {
        (_files, _shape) = (new(folder, split.Name), shape);
        Directory.CreateDirectory(Path.GetDirectoryName(_files.Coarse)!);
        _external = new(new float[split.Samples * schema.Columns.Count], schema);
        _time = new long[split.Samples];
        _coarse = new NpyAppender(_files.Coarse, MapShape(split.Samples, factor: 1));
        try
        {
            _fine = new NpyAppender(_files.Fine, MapShape(split.Samples, shape.ScaleFactor));
        }
        catch
        {
            _coarse.Dispose();
            throw;
        }
    }

    public bool IsFull => _next == _time.Length;

    public void Append(FlowMaps fine, ReadOnlySpan<float> external, long time)
    {
        var coarse = BlockSum.Coarsen(fine, _shape.ScaleFactor);
        FlowValues.RequireSingle(coarse, _files.Coarse);
        _fine.Append(fine.Values);
        _coarse.Append(coarse.Values);
        external.CopyTo(_external.Row(_next));
        _time[_next++] = time;
    }

    public void Complete()
    {
        _coarse.Complete();
        _fine.Complete();
        SplitValues.CheckExternal(_external, _files.External);
        NpyWriter.Write(_files.External, _external.Values, _time.Length, _external.Columns);
        NpyWriter.Write(_files.Time, _time, _time.Length);
    }

    public void Dispose()
    {
        _coarse.Dispose();
        _fine.Dispose();
    }

    /// <summary>As TaxiBJ has it: a single channel has no axis.</summary>
    private int[] MapShape(int samples, int factor) => _shape.Channels == 1
        ? [samples, factor * _shape.Rows, factor * _shape.Columns]
        : [samples, _shape.Channels, factor * _shape.Rows, factor * _shape.Columns];
}
