using FineFlow.Core;

namespace FineFlow.Plots;

/// <summary>One time slot: its coarse map, a model's fine map and the true fine map.</summary>
internal sealed record FlowComparison
{
    /// <summary>The figure's headline.</summary>
    public required string Title { get; init; }

    /// <summary>A quieter second line: place, time, weather.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Unit of the values, like "vehicles per cell and half hour".</summary>
    public required string Unit { get; init; }

    /// <summary>Coarse flow, [samples, channels, H, W].</summary>
    public required FlowMaps Coarse { get; init; }

    /// <summary>Inferred fine flow, [samples, channels, N*H, N*W].</summary>
    public required FlowMaps Inferred { get; init; }

    /// <summary>True fine flow, [samples, channels, N*H, N*W].</summary>
    public required FlowMaps Truth { get; init; }

    /// <summary>Index of the sample to draw.</summary>
    public int Sample { get; init; }

    /// <summary>Index of the channel to draw.</summary>
    public int Channel { get; init; }

    internal float[] CoarseMap => Coarse.Map(Sample, Channel).ToArray();

    internal float[] InferredMap => Inferred.Map(Sample, Channel).ToArray();

    internal float[] TrueMap => Truth.Map(Sample, Channel).ToArray();

    /// <exception cref="BadInputException">The sizes do not belong together, the map does not exist, or a value is not finite.</exception>
    internal void Validate()
    {
        var (rows, columns) = (Truth.Rows, Truth.Columns);
        if (rows % Coarse.Rows != 0 || columns % Coarse.Columns != 0 || rows / Coarse.Rows != columns / Coarse.Columns)
            throw Refuse($"true maps of {rows} x {columns} cells; expected a multiple of the coarse {Coarse.Rows} x {Coarse.Columns}");
        if (Inferred.Rows != rows || Inferred.Columns != columns)
            throw Refuse($"inferred maps of {Inferred.Rows} x {Inferred.Columns} cells; expected {rows} x {columns} as the true ones");
        Check(Coarse, "coarse");
        Check(Inferred, "inferred");
        Check(Truth, "true");
    }

    private void Check(FlowMaps maps, string name)
    {
        if (Sample < 0 || Sample >= maps.Samples || Channel < 0 || Channel >= maps.Channels)
            throw Refuse($"no sample {Sample}, channel {Channel} in {name} maps {maps}");
        var map = maps.Map(Sample, Channel);
        for (var cell = 0; cell < map.Length; cell++)
        {
            if (!float.IsFinite(map[cell]))
                throw Refuse($"{name} map, row {cell / maps.Columns}, column {cell % maps.Columns}: {map[cell]}; expected a finite number");
        }
    }

    private BadInputException Refuse(InvariantText problem) => new($"figure '{Title}'", problem);
}
