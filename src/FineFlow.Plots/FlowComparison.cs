using FineFlow.Core;

namespace FineFlow.Plots;

/// <summary>One time slot: its coarse map, a model's fine map and how sure it is of it, and the true fine map.</summary>
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

    /// <summary>The 90 % interval of every fine cell, for models that say how sure they are; null for others.</summary>
    public FlowInterval? Interval { get; init; }

    /// <summary>Another model's map, which has a place beside an interval.</summary>
    public OtherInference? Other { get; init; }

    /// <summary>1 where a coarse count was observed and 0 where it is missing, [samples, channels, H, W]; null: all were.</summary>
    public FlowMaps? Mask { get; init; }

    /// <summary>Index of the sample to draw.</summary>
    public int Sample { get; init; }

    /// <summary>Index of the channel to draw.</summary>
    public int Channel { get; init; }

    /// <summary>Returns the values of the map to draw.</summary>
    internal float[] MapOf(FlowMaps maps) => maps.Map(Sample, Channel).ToArray();

    /// <exception cref="BadInputException">The sizes do not belong together, the map does not exist, or a value is not finite.</exception>
    internal void Validate()
    {
        var (rows, columns) = (Truth.Rows, Truth.Columns);
        if (rows % Coarse.Rows != 0 || columns % Coarse.Columns != 0 || rows / Coarse.Rows != columns / Coarse.Columns)
            throw Refuse($"true maps of {rows} x {columns} cells; expected a multiple of the coarse {Coarse.Rows} x {Coarse.Columns}");
        CheckCoarse(Coarse, "coarse");
        CheckCoarse(Mask, "mask of coarse");
        CheckFine(Inferred, "inferred");
        CheckFine(Truth, "true");
        CheckFine(Interval?.Low, "interval's lower");
        CheckFine(Interval?.High, "interval's upper");
        CheckFine(Other?.Inferred, "other inferred");
    }

    private void CheckFine(FlowMaps? maps, string name) => Check(maps, name, Truth, "as the true ones");

    private void CheckCoarse(FlowMaps? maps, string name) => Check(maps, name, Coarse, "as the coarse ones");

    private void Check(FlowMaps? maps, string name, FlowMaps like, string reason)
    {
        if (maps is null)
            return;
        if (maps.Rows != like.Rows || maps.Columns != like.Columns)
            throw Refuse($"{name} maps of {maps.Rows} x {maps.Columns} cells; expected {like.Rows} x {like.Columns} {reason}");
        CheckValues(maps, name);
    }

    private void CheckValues(FlowMaps maps, string name)
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
